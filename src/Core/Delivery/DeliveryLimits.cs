namespace RechargeMonitor.Core.Delivery;

/// <summary>The bounds of the delivery protocol.</summary>
public static class DeliveryLimits
{
    /// <summary>
    /// An event is published once it has this many bytes. The memory stream keeps events in blocks of 1 MiB; from 85,000
    /// bytes on, arrays are never compacted.
    /// </summary>
    public const int EventBytes = 48 * 1024;

    /// <summary>The longest name of a partition.</summary>
    public const int MaxPartitionBytes = 100;

    /// <summary>
    /// How many bytes of lines at least bring one more target: the shortest order line has 99 bytes, and three targets.
    /// A reader that knows how many targets it may still touch knows by this how much it may read.
    /// </summary>
    public const int MinBytesPerTarget = 32;

    /// <summary>How much is read of a source at once at the least, however little may be unconfirmed still.</summary>
    public const int MinPollBytes = 64 * 1024;

    /// <summary>How much memory is kept for the next events to be written into.</summary>
    public const int MaxPooledBytes = 2 * 1024 * 1024;

    /// <summary>How many of the newest rejected lines of a source are kept.</summary>
    public const int MaxRejects = 1000;

    /// <summary>How much of a rejected line is kept, in bytes.</summary>
    public const int MaxRejectBytes = 1024;
}
