namespace RechargeMonitor.Silo;

/// <summary>
/// The clock of the membership of a silo that is the only one. Orleans starts a thread ten times a second to know, should a
/// probe of another silo fail, whether it was this one that stood still; it has no setting for that. Where there is no other
/// silo nobody ever asks, and it is a third of what an idle monitor costs.
/// </summary>
internal sealed class SingleSiloClock : TimeProvider
{
    // Orleans' ThreadPoolStallDetector.DetectionPeriod; no other timer of the membership is so quick.
    private static readonly TimeSpan StallDetectionPeriod = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        period == StallDetectionPeriod
            ? base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
            : base.CreateTimer(callback, state, dueTime, period);
}
