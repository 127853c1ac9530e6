namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>A partition's log as the brokers have it now.</summary>
/// <param name="TopicId">The topic's identity.</param>
/// <param name="Low">The offset of the first message that is still there.</param>
/// <param name="High">The offset behind the last message.</param>
internal readonly record struct PartitionLog(UInt128 TopicId, long Low, long High)
{
    /// <summary>Where it begins for whoever sees it for the first time and was told a time to begin at; otherwise 0.</summary>
    public long Begin { get; init; }

    /// <summary>The fingerprint of a partition that is seen for the first time.</summary>
    /// <param name="start">Where it is to be read from.</param>
    public KafkaFingerprint First(long start) => new(TopicId, start, High, KafkaFingerprint.NotCut, IsContinued: false);
}
