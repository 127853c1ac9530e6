using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Silo.Retention;

/// <summary>What is stored, as the process's own view shows it: where one process has everything, that is all of it.</summary>
/// <param name="view">What is published.</param>
public sealed class ViewTargets(FiguresView view) : IStoredTargets
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<(DateOnly Day, bool IsRetired)>> DaysAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(DateOnly, bool)>>([.. view.Days().Select(day => (day, false)), .. view.RetiredDays().Select(day => (day, true))]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TargetId>> ToRetireAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TargetId>>([.. days.SelectMany(view.TargetsToRetire)]);
}
