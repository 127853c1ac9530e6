namespace RechargeMonitor.Core.Delivery;

/// <summary>How often a feeder makes what it sent durable, and how much of it may be unconfirmed until then.</summary>
/// <param name="Interval">From one checkpoint to the next, while one takes no longer than half of this.</param>
/// <param name="MaxUnconfirmedBytes">Reading pauses while so many bytes of events are not committed.</param>
/// <param name="MaxUnconfirmedEvents">Reading pauses while so many events are not committed.</param>
/// <param name="ConfirmPatience">How long a target is asked for what has not arrived.</param>
/// <param name="ConfirmConcurrency">How many targets, and then books, are asked at the same time.</param>
public sealed record CheckpointLimits(
    TimeSpan Interval, long MaxUnconfirmedBytes, int MaxUnconfirmedEvents, TimeSpan ConfirmPatience, int ConfirmConcurrency);
