using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>
/// How far a pump has come since the process started: the one place where it is noted, for the console and for metrics.
/// Any thread may read it.
/// </summary>
public sealed class FeedingState
{
    private long linesRead;
    private long bytesRead;
    private long linesCommitted;
    private long rewinds;
    private long eventsPublished;
    private long checkpoints;
    private long unconfirmedBytes;
    private long unconfirmedEvents;
    private long lagBytes;
    private long deadLettersDropped;

    /// <summary>Lines read, those read again included.</summary>
    public long LinesRead => Interlocked.Read(ref linesRead);

    /// <summary>Bytes read, those read again included.</summary>
    public long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>Lines committed.</summary>
    public long LinesCommitted => Interlocked.Read(ref linesCommitted);

    /// <summary>How many times a partition was started again from its committed offset.</summary>
    public long Rewinds => Interlocked.Read(ref rewinds);

    /// <summary>Events sent to targets.</summary>
    public long EventsPublished => Interlocked.Read(ref eventsPublished);

    /// <summary>Checkpoints finished.</summary>
    public long Checkpoints => Interlocked.Read(ref checkpoints);

    /// <summary>Bytes of events that were not committed when it was last looked at.</summary>
    public long UnconfirmedBytes => Interlocked.Read(ref unconfirmedBytes);

    /// <summary>Events that were not committed when it was last looked at.</summary>
    public long UnconfirmedEvents => Interlocked.Read(ref unconfirmedEvents);

    /// <summary>Rejected lines that the dead letter topic did not take.</summary>
    public long DeadLettersDropped => Interlocked.Read(ref deadLettersDropped);

    internal void Read(int lines, int bytes)
    {
        Interlocked.Add(ref linesRead, lines);
        Interlocked.Add(ref bytesRead, bytes);
        IngestMetrics.LinesRead.Add(lines);
        IngestMetrics.BytesRead.Add(bytes);
    }

    internal void Committed(SealedRange range)
    {
        Interlocked.Add(ref linesCommitted, range.Counts.Lines);
        IngestMetrics.Committed(range);
    }

    internal void Rewound()
    {
        Interlocked.Increment(ref rewinds);
        IngestMetrics.Rewinds.Add(1);
    }

    internal void Published(int events)
    {
        Interlocked.Add(ref eventsPublished, events);
        IngestMetrics.EventsPublished.Add(events);
    }

    internal void FinishedCheckpoint(TimeSpan took)
    {
        Interlocked.Increment(ref checkpoints);
        IngestMetrics.CheckpointDuration.Record(took.TotalSeconds);
    }

    internal void Unconfirmed(long bytes, long events)
    {
        var change = bytes - Interlocked.Exchange(ref unconfirmedBytes, bytes);
        if (change != 0)
            IngestMetrics.UnconfirmedBytes.Add(change);
        change = events - Interlocked.Exchange(ref unconfirmedEvents, events);
        if (change != 0)
            IngestMetrics.UnconfirmedEvents.Add(change);
    }

    internal void Lag(long bytes)
    {
        var change = bytes - Interlocked.Exchange(ref lagBytes, bytes);
        if (change != 0)
            IngestMetrics.LagBytes.Add(change);
    }

    internal void DroppedDeadLetters(long lines)
    {
        if (lines == 0)
            return;
        Interlocked.Add(ref deadLettersDropped, lines);
        IngestMetrics.DeadLettersDropped.Add(lines);
    }
}
