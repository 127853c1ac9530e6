namespace RechargeMonitor.Core.Delivery;

/// <summary>An offset of a partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The offset.</param>
public readonly record struct PartitionOffset(string Partition, long Offset);

/// <summary>What a target answers when it is asked to confirm.</summary>
/// <param name="IsDurable">All that was asked for is counted and stored.</param>
/// <param name="Missing">Partitions of which something has not arrived yet.</param>
/// <param name="Gaps">Those among them of which a batch came whose forerunner is lost: it must be sent again.</param>
public sealed record TargetConfirmation(bool IsDurable, string[] Missing, string[] Gaps)
{
    /// <summary>The answer of a target that has stored all that was asked for.</summary>
    public static TargetConfirmation Durable { get; } = new(true, [], []);
}
