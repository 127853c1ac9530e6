namespace RechargeMonitor.Core.Delivery;

/// <summary>A day of which anything is stored.</summary>
/// <param name="Day">The day.</param>
/// <param name="IsRetired">Whether only line counts are left of it.</param>
/// <param name="AsOf">When its nationwide figures were last stored, by the clock of whoever stored them.</param>
public readonly record struct StoredDay(DateOnly Day, bool IsRetired, DateTimeOffset AsOf);

/// <summary>What is stored, as far as retention must know it.</summary>
public interface IStoredTargets
{
    /// <summary>The days that anything is stored of.</summary>
    Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken);

    /// <summary>The targets of the days that still hold figures which a retired day does not keep.</summary>
    Task<IReadOnlyList<TargetId>> ToRetireAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellationToken);
}
