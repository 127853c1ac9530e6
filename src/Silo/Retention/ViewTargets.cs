using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Silo.Retention;

/// <summary>What is stored, as the process's own view shows it: where one process has everything, that is all of it.</summary>
/// <param name="view">What is published.</param>
public sealed class ViewTargets(FiguresView view) : IStoredTargets
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken) => Task.FromResult(view.StoredDays());

    /// <inheritdoc/>
    public Task<IReadOnlyList<TargetId>> ToRetireAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TargetId>>([.. days.SelectMany(view.TargetsToRetire)]);
}
