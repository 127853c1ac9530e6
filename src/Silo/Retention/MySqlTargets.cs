using System.Globalization;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Grains;
using RechargeMonitor.Silo.Storage.MySql;

namespace RechargeMonitor.Silo.Retention;

/// <summary>
/// What is stored, read from the keys of a cluster's database. A day is one that has a national row, which every counted
/// line writes to.
/// </summary>
/// <param name="database">The database.</param>
internal sealed class MySqlTargets(MySqlDatabase database) : IStoredTargets
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken)
    {
        var nationals = await database.ReadNationalsAsync(cancellationToken);
        return
        [
            .. nationals.GroupBy(national => national.Target.Day).Select(shards =>
                new StoredDay(shards.Key, shards.Any(shard => shard.IsRetired), shards.Max(shard => shard.AsOf))),
        ];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TargetId>> ToRetireAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellationToken)
    {
        if (days.Count == 0)
            return [];
        var wanted = days.ToHashSet();
        var nationals = await database.ReadNationalsAsync(cancellationToken);

        // The day ends a province's key, but begins a minute's; there are some dozens of provinces a day.
        var provinces = await database.ReadTargetsAsync(StateNames.Province, [("p-", "q")], cancellationToken);
        var minutes = await database.ReadTargetsAsync(StateNames.Minute, wanted.Select(MinutesOf), cancellationToken);
        return
        [
            .. nationals.Where(national => !national.IsRetired && wanted.Contains(national.Target.Day)).Select(national => national.Target),
            .. provinces.Where(province => wanted.Contains(province.Day)),
            .. minutes,
        ];
    }

    // No day follows the last one of the calendar, but all digits come before a tilde.
    private static (string From, string Before) MinutesOf(DateOnly day) => (
        string.Create(CultureInfo.InvariantCulture, $"m-{day:yyyyMMdd}"),
        string.Create(CultureInfo.InvariantCulture, $"m-{day:yyyyMMdd}~"));
}
