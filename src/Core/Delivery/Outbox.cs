using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Delivery;

/// <summary>What is on its way to one target: closed batches, and one that is being written.</summary>
internal sealed class Outbox(int eventBytes)
{
    /// <summary>What an outbox takes beside its buffers: its objects and its entries in dictionaries.</summary>
    private const int OverheadBytes = 512;

    private readonly FormWriter closed = new();
    private readonly BatchWriter batch = new();
    private PartitionFeed? writing;
    private long previousEnd;

    public TargetId Target { get; private set; }

    public bool IsFull => closed.Length + batch.Length >= eventBytes;

    /// <summary>How much memory it takes, whatever is in it: buffers keep the size that they once grew to.</summary>
    public int MemoryBytes => OverheadBytes + closed.Capacity + batch.Capacity;

    /// <summary>Whether nothing waits to be published.</summary>
    public bool IsEmpty => writing is null && closed.Length == 1;

    public void Reset(TargetId target)
    {
        Target = target;
        writing = null;
        Clear();
    }

    public void Add(PartitionFeed feed, long offset, in Notification notification)
    {
        if (writing != feed)
        {
            Close();
            writing = feed;
            previousEnd = feed.PreviousEnd(Target);
            batch.Start(previousEnd);
        }

        batch.Add(Target, offset, notification);
    }

    /// <summary>Ends the batch that is being written at its partition's position: it holds all that came for the target up to there.</summary>
    public void Close()
    {
        if (writing is null)
            return;
        var before = closed.Length;
        batch.AppendTo(closed, new BatchHead(writing.Name, writing.Committed, previousEnd, writing.Position));
        writing.Sent(Target, closed.Length - before);
        writing = null;
    }

    /// <summary>Forgets the batch that is being written, if it is the partition's.</summary>
    public void Discard(PartitionFeed feed)
    {
        if (writing != feed)
            return;
        writing = null;
        batch.Start(0);
    }

    /// <summary>Closes all and gives the event to publish, or nothing when there is nothing.</summary>
    public byte[]? TakeEvent()
    {
        Close();
        if (closed.Length == 1)
            return null;
        var payload = closed.ToArray();
        Clear();
        return payload;
    }

    private void Clear()
    {
        closed.Clear();
        closed.WriteByte(BatchReader.VersionOf(Target.Kind));
        batch.Start(0);
    }
}
