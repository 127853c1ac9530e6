using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Simulation;

/// <summary>The product's retention over what the simulated world stores, by calls that may be lost.</summary>
internal sealed class RetentionSweep : IStoredTargets
{
    private readonly SimulatedWorld world;
    private readonly Setting setting;
    private DayRetention retention;

    public RetentionSweep(SimulatedWorld world, Setting setting)
    {
        (this.world, this.setting) = (world, setting);
        retention = new DayRetention(this, setting.KeptDays);
    }

    /// <summary>Whether the last sweep has found nothing to drop.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Sweeps once, by a silo's calls.</summary>
    public async Task RunAsync(SimulatedProcess silo)
    {
        var result = await retention.SweepAsync(setting.Noon, RetireAsync, CancellationToken.None);
        if (result.Failed.FirstOrDefault(failed => failed.Reason is not LostCallException) is { Reason: { } reason })
            throw new InvalidOperationException("only calls may fail", reason);
        IsDone = result.Targets == 0;

        Task RetireAsync(TargetId target)
        {
            world.Trace?.Add($"{target} is retired");
            return world.Network.CallAsync(silo, () => world.Cluster.Target(target).RetireAsync());
        }
    }

    /// <summary>The silo that sweeps is another one from now on, which knows nothing of what failed: all is published anew.</summary>
    public void Forget() => retention = new DayRetention(this, setting.KeptDays);

    /// <inheritdoc/>
    /// <remarks>No clock of this world is to be relied on, so nothing is said of when something was stored.</remarks>
    public Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StoredDay>>(
        [.. Targets().GroupBy(target => target.Day, (day, targets) => new StoredDay(day, targets.Any(IsRetired), DateTimeOffset.MinValue))]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TargetId>> ToRetireAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TargetId>>([.. Targets().Where(target => days.Contains(target.Day) && !IsRetired(target))]);

    private IEnumerable<TargetId> Targets() =>
        world.Store.Rows.Keys.Select(key => TargetId.TryParse(key, out var id) ? id : (TargetId?)null).OfType<TargetId>();

    private bool IsRetired(TargetId target) =>
        target.Kind == TargetKind.National && new Target<NationalTally>(target, world.Store.Rows[target.ToString()].Form).Tally.IsRetired;
}
