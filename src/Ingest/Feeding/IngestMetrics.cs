using System.Diagnostics.Metrics;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>The instruments of the process's ingest. What they count is noted in <see cref="FeedingState"/>, in the same place.</summary>
public static class IngestMetrics
{
    /// <summary>The meter's name, by which telemetry is told to collect it.</summary>
    public const string MeterName = "RechargeMonitor.Ingest";

    private const string Outcome = "outcome";
    private const string Reason = "reason";

    // Around the checkpoint interval of a second, and up to where a figure that stands still is noticed by everybody.
    private static readonly InstrumentAdvice<double> CheckpointBuckets =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> LinesRead =
        Meter.CreateCounter<long>("recharge.ingest.lines.read", "{line}", "Lines read, those read again included.");

    internal static readonly Counter<long> BytesRead =
        Meter.CreateCounter<long>("recharge.ingest.read", "By", "Bytes read, those read again included.");

    internal static readonly Counter<long> EventsPublished =
        Meter.CreateCounter<long>("recharge.ingest.events.published", "{event}", "Events sent to grains, those sent again included.");

    internal static readonly Counter<long> Rewinds =
        Meter.CreateCounter<long>("recharge.ingest.rewinds", "{rewind}", "How many times a partition was started again from its committed offset.");

    internal static readonly Histogram<double> CheckpointDuration =
        Meter.CreateHistogram("recharge.ingest.checkpoint.duration", "s", "How long it took to have everything read confirmed and committed.", advice: CheckpointBuckets);

    internal static readonly UpDownCounter<long> UnconfirmedBytes =
        Meter.CreateUpDownCounter<long>("recharge.ingest.unconfirmed", "By", "Memory of what is not committed yet.");

    internal static readonly UpDownCounter<long> UnconfirmedEvents =
        Meter.CreateUpDownCounter<long>("recharge.ingest.unconfirmed.events", "{event}", "Events that are not committed yet.");

    internal static readonly UpDownCounter<long> LagBytes =
        Meter.CreateUpDownCounter<long>("recharge.ingest.lag", "By", "Bytes of followed files and of standard input that are not counted yet.");

    internal static readonly Counter<long> LostBytes =
        Meter.CreateCounter<long>("recharge.ingest.lost", "By", "Bytes of followed files that went away before they were read.");

    internal static readonly Counter<long> DeadLettersDropped =
        Meter.CreateCounter<long>("recharge.ingest.dead_letters.dropped", "{line}", "Rejected lines that the dead letter topic did not take.");

    private static readonly Counter<long> LinesCommitted =
        Meter.CreateCounter<long>("recharge.ingest.lines.committed", "{line}", "Lines committed, by what became of them.");

    private static readonly Counter<long> LinesRejected =
        Meter.CreateCounter<long>("recharge.ingest.lines.rejected", "{line}", "Rejected lines committed, by what was wrong with them.");

    /// <summary>Shows every counter with what it has, so that what is rare is seen as 0 before it happens for the first time.</summary>
    internal static void Show()
    {
        foreach (var counter in (Counter<long>[])[LinesRead, BytesRead, EventsPublished, Rewinds, LostBytes, DeadLettersDropped])
            counter.Add(0);
        foreach (var gauge in (UpDownCounter<long>[])[UnconfirmedBytes, UnconfirmedEvents, LagBytes])
            gauge.Add(0);
        Committed(new LineCounts(), new long[RejectReasons.Count]);
    }

    internal static void Committed(SealedRange range) => Committed(range.Counts, range.RejectedByReason);

    private static void Committed(LineCounts counts, IReadOnlyList<long> rejectedByReason)
    {
        LinesCommitted.Add(counts.Counted, new KeyValuePair<string, object?>(Outcome, "counted"));
        LinesCommitted.Add(counts.Other, new KeyValuePair<string, object?>(Outcome, "other"));
        LinesCommitted.Add(counts.Rejected, new KeyValuePair<string, object?>(Outcome, "rejected"));
        LinesCommitted.Add(counts.Blank, new KeyValuePair<string, object?>(Outcome, "blank"));
        for (var reason = RejectReason.None + 1; (int)reason < rejectedByReason.Count; reason++)
            LinesRejected.Add(rejectedByReason[(int)reason], new KeyValuePair<string, object?>(Reason, RejectReasons.Name(reason)));
    }
}
