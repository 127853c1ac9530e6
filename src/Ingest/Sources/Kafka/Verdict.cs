namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>What is to be done with a partition.</summary>
internal enum VerdictKind
{
    /// <summary>It is read from what is committed.</summary>
    Read,

    /// <summary>It is read from a later offset, which is committed first.</summary>
    Jump,

    /// <summary>Messages are gone that were not read: it stands still.</summary>
    Hold,

    /// <summary>As <see cref="Hold"/>, and the finding is stored, because it could not be found again once the log has grown.</summary>
    Mark,

    /// <summary>Its loss is accepted: that is stored, then it goes on under its next name.</summary>
    Continue,

    /// <summary>It goes on under its next name.</summary>
    Continued,
}

/// <summary>How the books of a partition and its log go together.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="Offset">Where it is read from, or would be.</param>
/// <param name="Fingerprint">The fingerprint to store from now on.</param>
/// <param name="Loss">What is lost, if anything.</param>
internal readonly record struct Verdict(VerdictKind Kind, long Offset, KafkaFingerprint Fingerprint, LossKind? Loss = null)
{
    /// <summary>Whether the finding rests on what a broker may say wrongly for a while after it took over.</summary>
    public bool NeedsPatience => Loss is LossKind.MadeAgain or LossKind.Cut;

    /// <summary>Compares a partition's books with its log. Whatever is not as it must be is a loss; nothing is skipped.</summary>
    public static Verdict Of(KafkaFingerprint stored, long committed, PartitionLog log, bool acceptLoss)
    {
        var resume = Math.Max(committed, stored.Start);
        if (stored.IsContinued)
            return new Verdict(VerdictKind.Continued, resume, stored);
        if (stored.TopicId != log.TopicId)
            return Lost(LossKind.MadeAgain, stored, VerdictKind.Hold);
        if (stored.CutAt != KafkaFingerprint.NotCut)
            return Lost(LossKind.Cut, stored, VerdictKind.Hold);
        if (resume > log.High)
            return Lost(LossKind.Cut, stored with { CutAt = log.High }, VerdictKind.Mark);
        var current = stored with { End = log.High };
        if (resume < log.Low)
            return new Verdict(acceptLoss ? VerdictKind.Jump : VerdictKind.Hold, log.Low, acceptLoss ? current : stored, LossKind.Expired);
        return new Verdict(resume > committed ? VerdictKind.Jump : VerdictKind.Read, resume, current);

        Verdict Lost(LossKind loss, KafkaFingerprint fingerprint, VerdictKind otherwise) => acceptLoss
            ? new Verdict(VerdictKind.Continue, resume, fingerprint with { IsContinued = true }, loss)
            : new Verdict(otherwise, resume, fingerprint, loss);
    }

    /// <summary>Where a partition begins that goes on after one whose loss was accepted.</summary>
    public static long StartAfter(KafkaFingerprint former, PartitionLog log) =>
        former.TopicId == log.TopicId && former.CutAt != KafkaFingerprint.NotCut ? former.CutAt : log.Low;
}
