namespace RechargeMonitor.Contracts;

/// <summary>What a stream carries: batches of notifications for one target, in Core's form.</summary>
/// <param name="Payload">As <see cref="Core.Delivery.BatchReader"/> reads it; well under 1 MiB.</param>
[GenerateSerializer]
[Immutable]
[Alias("RechargeMonitor.NotificationEvent")]
public sealed record NotificationEvent([property: Id(0)] byte[] Payload);

/// <summary>An offset of a partition that a target must have counted everything below.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="End">The offset.</param>
[GenerateSerializer]
[Immutable]
[Alias("RechargeMonitor.PartitionEnd")]
public readonly record struct PartitionEnd([property: Id(0)] string Partition, [property: Id(1)] long End);

/// <summary>What a target answers when it is asked to confirm.</summary>
/// <param name="IsDurable">All that was asked for is counted and stored.</param>
/// <param name="Missing">Partitions of which something has not arrived yet.</param>
/// <param name="Gaps">Those among them of which a batch came whose forerunner is lost: it must be sent again.</param>
[GenerateSerializer]
[Immutable]
[Alias("RechargeMonitor.Confirmation")]
public sealed record Confirmation(
    [property: Id(0)] bool IsDurable,
    [property: Id(1)] string[] Missing,
    [property: Id(2)] string[] Gaps);
