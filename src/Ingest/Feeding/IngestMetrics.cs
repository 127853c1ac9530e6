using System.Diagnostics.Metrics;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>The instruments of the process's ingest. What they count is noted in <see cref="FeedingState"/>, in the same place.</summary>
public static class IngestMetrics
{
    /// <summary>The meter's name, by which telemetry is told to collect it.</summary>
    public const string MeterName = "RechargeMonitor.Ingest";

    private const string Outcome = "outcome";

    internal static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> LinesRead =
        Meter.CreateCounter<long>("recharge.ingest.lines.read", "{line}", "Lines read, those read again included.");

    internal static readonly Counter<long> BytesRead =
        Meter.CreateCounter<long>("recharge.ingest.bytes.read", "By", "Bytes read, those read again included.");

    internal static readonly Counter<long> EventsPublished =
        Meter.CreateCounter<long>("recharge.ingest.events.published", "{event}", "Events sent to grains, those sent again included.");

    internal static readonly Counter<long> Rewinds =
        Meter.CreateCounter<long>("recharge.ingest.rewinds", "{rewind}", "How many times a partition was started again from its committed offset.");

    internal static readonly Histogram<double> CheckpointDuration =
        Meter.CreateHistogram<double>("recharge.ingest.checkpoint.duration", "s", "How long it took to have everything read confirmed and committed.");

    internal static readonly UpDownCounter<long> UnconfirmedBytes =
        Meter.CreateUpDownCounter<long>("recharge.ingest.unconfirmed", "By", "Memory of what is not committed yet.");

    internal static readonly UpDownCounter<long> UnconfirmedEvents =
        Meter.CreateUpDownCounter<long>("recharge.ingest.unconfirmed.events", "{event}", "Events that are not committed yet.");

    internal static readonly Counter<long> DeadLettersDropped =
        Meter.CreateCounter<long>("recharge.ingest.dead_letters.dropped", "{line}", "Rejected lines that the dead letter topic did not take.");

    private static readonly Counter<long> LinesCommitted =
        Meter.CreateCounter<long>("recharge.ingest.lines.committed", "{line}", "Lines committed, by what became of them.");

    internal static void Committed(LineCounts counts)
    {
        LinesCommitted.Add(counts.Counted, new KeyValuePair<string, object?>(Outcome, "counted"));
        LinesCommitted.Add(counts.Other, new KeyValuePair<string, object?>(Outcome, "other"));
        LinesCommitted.Add(counts.Rejected, new KeyValuePair<string, object?>(Outcome, "rejected"));
        LinesCommitted.Add(counts.Blank, new KeyValuePair<string, object?>(Outcome, "blank"));
    }
}
