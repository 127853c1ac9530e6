namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>Why messages of a partition are gone that were not read.</summary>
public enum LossKind
{
    /// <summary>The topic was deleted and made again.</summary>
    MadeAgain,

    /// <summary>The log ends below what was counted: brokers have lost what they had.</summary>
    Cut,

    /// <summary>The topic's retention deleted them first.</summary>
    Expired,
}

/// <summary>A partition that stands still because messages of it are lost.</summary>
/// <param name="Partition">The topic and the partition's number.</param>
/// <param name="Kind">Why.</param>
/// <param name="Committed">Everything below this offset is counted.</param>
/// <param name="Low">Where the log begins now.</param>
/// <param name="High">Where the log ends now.</param>
/// <param name="Messages">How many messages are lost at least, as far as can be known.</param>
public sealed record PartitionLoss(string Partition, LossKind Kind, long Committed, long Low, long High, long Messages)
{
    private const string Mend = $"To go on without them, start with {KafkaOptions.Section}:{nameof(KafkaOptions.AcceptLoss)} (--accept-loss)";

    /// <summary>What the operator is told: what is lost and what to do.</summary>
    public string Message => Kind switch
    {
        LossKind.Expired =>
            $"{Partition} is counted up to offset {Committed}, but its log begins at {Low}: {Messages} messages expired before they were read. {Mend}; it is read from {Low} then",
        LossKind.MadeAgain =>
            $"{Partition} is counted up to offset {Committed} of a topic that was deleted and made again (now offsets {Low} to {High}): {Former}. {Mend}; the new topic is read from its beginning then",
        _ =>
            $"{Partition} is counted up to offset {Committed}, but its log ends at {High}: the brokers lost at least {Messages} messages that were counted, and what was written since at their offsets cannot be told from them. {Mend}; it is read from where its log ended when that was found",
    };

    private string Former => Messages == 0
        ? "all that is known of the former one was read, but not whether more was written to it"
        : $"at least {Messages} messages of the former one were not read";

    internal static PartitionLoss Of(string partition, Verdict verdict, KafkaFingerprint stored, long committed, PartitionLog log)
    {
        var resume = Math.Max(committed, stored.Start);
        var messages = verdict.Loss switch
        {
            LossKind.Expired => log.Low - resume,
            LossKind.MadeAgain => stored.End - resume,
            _ => resume - verdict.Fingerprint.CutAt,
        };
        var high = verdict.Loss == LossKind.Cut ? verdict.Fingerprint.CutAt : log.High;
        return new PartitionLoss(partition, verdict.Loss!.Value, resume, log.Low, high, Math.Max(0, messages));
    }
}
