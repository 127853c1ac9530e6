using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>
/// Events as they would be if an end broke a rule. What a rule forbids is put into the events on their way, so the product's
/// code runs as it is.
/// </summary>
internal static class BrokenEvents
{
    /// <summary>An event as a feeder would send it.</summary>
    /// <param name="variant">The broken rule.</param>
    /// <param name="sent">The event as it is.</param>
    /// <param name="ends">What the feeder's process ever sent to a target of a partition.</param>
    public static byte[] AtFeeder(Variant variant, OutgoingEvent sent, Dictionary<(TargetId Target, string Partition), long> ends) => variant switch
    {
        Variant.WithoutChain => EventRewriter.Rewrite(sent.Target, sent.Payload, head => head with { PreviousEnd = Math.Min(head.Committed, head.PreviousEnd) }),
        Variant.ClaimsToHaveCommitted => EventRewriter.Rewrite(sent.Target, sent.Payload, head => head with { Committed = head.PreviousEnd }),
        Variant.ChainsOverRewinds => EventRewriter.Rewrite(sent.Target, sent.Payload, head => Chain(sent.Target, head, ends)),
        _ => sent.Payload,
    };

    /// <summary>An event as a target would take it.</summary>
    public static byte[] AtTarget(Variant variant, TargetId target, byte[] payload, Func<string, long> applied) => variant switch
    {
        Variant.MaximumInsteadOfChain => EventRewriter.Rewrite(target, payload, head => head with { PreviousEnd = Math.Min(head.PreviousEnd, applied(head.Partition)) }),
        Variant.IgnoresCommitted => EventRewriter.Rewrite(target, payload, head => head with { Committed = 0 }),
        Variant.CountsOverlaps => EventRewriter.Rewrite(target, payload, head => Whole(head, applied(head.Partition)), keepsAll: true),
        _ => payload,
    };

    private static BatchHead Chain(TargetId target, BatchHead head, Dictionary<(TargetId Target, string Partition), long> ends)
    {
        var before = ends.GetValueOrDefault((target, head.Partition), head.PreviousEnd);
        ends[(target, head.Partition)] = Math.Max(before, head.End);
        return head with { PreviousEnd = Math.Clamp(before, head.PreviousEnd, head.End) };
    }

    private static BatchHead Whole(BatchHead head, long applied) =>
        applied > head.PreviousEnd && applied < head.End ? head with { PreviousEnd = applied } : head;
}
