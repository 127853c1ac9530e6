using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>How lines are fed into the grains. The defaults suit a live monitor of one machine.</summary>
public sealed class FeedingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Feeding";

    /// <summary>How often what was read is made durable: how old figures are at the most, while it takes no longer than this.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a source that had nothing is asked again.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often new files are looked for.</summary>
    public TimeSpan DiscoverInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Reading pauses while this many bytes of events are not committed: the memory that the way to the grains may take.</summary>
    public long MaxUnconfirmedBytes { get; set; } = 24 * 1024 * 1024;

    /// <summary>
    /// Reading pauses while this many events are not committed: at least one for each target that was touched, so that lines
    /// of any dates touch a bounded number of them. Streams hold 16,384, and a poll may pass this by 2,000.
    /// </summary>
    public int MaxUnconfirmedEvents { get; set; } = 12 * 1024;

    /// <summary>How much is read before what is full is published.</summary>
    public int PollBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a target is asked for what has not arrived before the partition is sent again.</summary>
    public TimeSpan ConfirmPatience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many targets are asked at the same time.</summary>
    public int ConfirmConcurrency { get; set; } = 128;

    /// <summary>How many times in a row a partition is sent again over its streams before it is sent by direct calls.</summary>
    public int RewindsBeforeDirect { get; set; } = 1;

    /// <summary>After how long of direct calls streams are tried again; twice as long after each trial that fails, up to an hour.</summary>
    public TimeSpan StreamProbeInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a partition is sent by direct calls after silos came or went: their streams' queues are shared out anew meanwhile.</summary>
    public TimeSpan StreamSettleTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the last checkpoint may take when the process is asked to stop.</summary>
    public TimeSpan StopPatience { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>What of this bounds checkpoints.</summary>
    internal CheckpointLimits Limits() => new(CheckpointInterval, MaxUnconfirmedBytes, MaxUnconfirmedEvents, ConfirmPatience, ConfirmConcurrency);
}
