using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Silo.Retention;

/// <summary>What is stored, as far as retention must know it.</summary>
public interface IStoredTargets
{
    /// <summary>The days that anything is stored of, each with whether only line counts are left of it.</summary>
    Task<IReadOnlyList<(DateOnly Day, bool IsRetired)>> DaysAsync(CancellationToken cancellationToken);

    /// <summary>The targets of the days that still hold figures which a retired day does not keep.</summary>
    Task<IReadOnlyList<TargetId>> ToRetireAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellationToken);
}
