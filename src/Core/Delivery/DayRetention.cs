using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Delivery;

/// <summary>What a sweep came to.</summary>
/// <param name="Plan">The days that it has begun to drop.</param>
/// <param name="Targets">How many targets it retired or tried to.</param>
/// <param name="Failed">Those that failed, and why.</param>
/// <param name="StoredAhead">When something was stored, by a clock so far ahead of this one that nothing was dropped; otherwise nothing.</param>
public sealed record RetentionResult(
    RetentionPlan Plan, int Targets, IReadOnlyList<(TargetId Target, Exception Reason)> Failed, DateTimeOffset? StoredAhead);

/// <summary>
/// Drops what is no longer kept: minutes and provinces are deleted and the national figures shrink to their line counts. It
/// runs afterwards and never refuses a line: what a line means does not depend on it. Several processes may sweep at once: a
/// target that has nothing more to drop drops nothing.
/// </summary>
/// <param name="targets">What is stored.</param>
/// <param name="kept">How many days are kept, as in <see cref="RetentionPlan.Of"/>.</param>
public sealed class DayRetention(IStoredTargets targets, int kept)
{
    // Far more than two clocks differ that are set by anything at all.
    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromDays(1);

    /// <summary>
    /// Targets whose retirement failed. It may have been stored all the same, and then nothing that is stored says that
    /// readers were never told: they are called once more, whatever the database holds.
    /// </summary>
    private readonly HashSet<TargetId> doubtful = [];

    /// <summary>
    /// Retires once what is to be retired. What fails keeps no other from it, and is tried again by the next sweep. A clock
    /// that is behind what is stored would take the newest days for far ones, and drops nothing.
    /// </summary>
    /// <param name="now">What the clock shows.</param>
    /// <param name="retire">Calls the target's holder.</param>
    /// <param name="cancellationToken">Ends it between two targets.</param>
    public async Task<RetentionResult> SweepAsync(DateTimeOffset now, Func<TargetId, Task> retire, CancellationToken cancellationToken)
    {
        var stored = await targets.DaysAsync(cancellationToken);
        if (stored.Select(day => day.AsOf).DefaultIfEmpty().Max() is var newest && newest - now > MaxClockDifference)
            return new RetentionResult(RetentionPlan.None, 0, [], newest);
        var plan = RetentionPlan.Of([.. stored.Where(day => !day.IsRetired).Select(day => day.Day)], ChinaTime.DayAt(now), kept);

        // A late line of a retired day makes a minute and a province of it again. The national targets go first: from then
        // on the day's minutes no longer count for the books.
        var retired = stored.Where(day => day.IsRetired).Select(day => day.Day);
        var found = await targets.ToRetireAsync([.. plan.Old, .. plan.Far, .. retired], cancellationToken);
        TargetId[] all = [.. found.Union(doubtful).OrderBy(target => target.Day).ThenBy(target => target.Kind)];
        var failed = new List<(TargetId, Exception)>();
        foreach (var target in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            doubtful.Add(target);
            try
            {
                await retire(target);
                doubtful.Remove(target);
            }
            catch (Exception exception)
            {
                failed.Add((target, exception));
            }
        }

        return new RetentionResult(plan, all.Length, failed, null);
    }
}
