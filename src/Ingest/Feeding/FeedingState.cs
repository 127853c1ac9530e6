namespace RechargeMonitor.Ingest.Feeding;

/// <summary>How far a pump has come since the process started, for the console and for metrics. Any thread may read it.</summary>
public sealed class FeedingState
{
    private long linesRead;
    private long bytesRead;
    private long linesCommitted;
    private long rewinds;
    private long eventsPublished;
    private long checkpoints;

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

    internal void Read(int bytes) => Interlocked.Add(ref bytesRead, bytes);

    internal void ReadLine() => Interlocked.Increment(ref linesRead);

    internal void Committed(long lines) => Interlocked.Add(ref linesCommitted, lines);

    internal void Rewound() => Interlocked.Increment(ref rewinds);

    internal void Published(int events) => Interlocked.Add(ref eventsPublished, events);

    internal void FinishedCheckpoint() => Interlocked.Increment(ref checkpoints);
}
