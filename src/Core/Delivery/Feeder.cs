using System.Text;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Delivery;

/// <summary>An event to publish to a target's stream.</summary>
/// <param name="Target">Whom it is for.</param>
/// <param name="Payload">Batches, as <see cref="BatchReader"/> reads them.</param>
public readonly record struct OutgoingEvent(TargetId Target, byte[] Payload);

/// <summary>
/// The sending end of the delivery protocol, for all partitions that a process reads: lines in, events for targets out,
/// and at each checkpoint the ranges to confirm and commit. It does no I/O; one thread at a time calls it.
/// </summary>
/// <param name="shards">In how many parts national and minute figures are kept; the database's number.</param>
/// <param name="eventBytes">An event is to be published once it has this many bytes.</param>
public sealed class Feeder(int shards, int eventBytes = DeliveryLimits.EventBytes)
{
    private readonly Dictionary<string, PartitionFeed> feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<TargetId, Outbox> outboxes = [];
    private readonly OutboxPool pool = new(eventBytes);
    private readonly List<OutgoingEvent> outgoing = [];
    private readonly NotificationParser parser = new();

    private PartitionFeed? lastFeed;
    private Outbox? lastNational;
    private Outbox? lastMinute;
    private bool hasFull;
    private long openBytes;
    private int eventsTaken;
    private int eventsSealed;
    private int rangesSealed;

    /// <summary>
    /// The memory of all that is not committed yet: of events that were given out, and of those that are being written,
    /// which take the memory of their buffers however little is in them.
    /// </summary>
    public long UnconfirmedBytes => openBytes + feeds.Values.Sum(feed => feed.UnconfirmedBytes);

    /// <summary>
    /// How many events are not committed yet: those given out, and one for each target that was touched since the last
    /// seal, which the next seal gives out. Nobody may have read any of them.
    /// </summary>
    public int UnconfirmedEvents => outboxes.Count + eventsTaken + (rangesSealed > 0 ? eventsSealed : 0);

    /// <summary>Starts to feed a partition from its committed offset, or starts it again from there; what was sent of it since is forgotten.</summary>
    /// <exception cref="ArgumentException">Its name is longer than <see cref="DeliveryLimits.MaxPartitionBytes"/>.</exception>
    public void Open(string partition, long committed)
    {
        if (Encoding.UTF8.GetByteCount(partition) > DeliveryLimits.MaxPartitionBytes)
            throw new ArgumentException($"partition {partition} has a name of more than {DeliveryLimits.MaxPartitionBytes} bytes", nameof(partition));
        Close(partition);
        feeds[partition] = new PartitionFeed(partition, ShardOf(partition), committed);
    }

    /// <summary>
    /// Goes on at a later offset although nothing below it was read, because it is known that nothing below can be read any
    /// more or was ever to be. The next checkpoint commits that, even if it is the offset at which the partition stands.
    /// Targets need not know: their next batch says that it holds all they get of the range.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The partition was read further than that.</exception>
    public void Skip(string partition, long offset)
    {
        var feed = feeds[partition];
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, feed.Position);
        feed.Set(offset);
    }

    /// <summary>Stops feeding a partition; what was not committed of it is for whoever opens it next.</summary>
    public void Close(string partition)
    {
        if (!feeds.Remove(partition, out var feed))
            return;
        lastFeed = null;
        if (feed.Sealed is not null)
            rangesSealed--;
        (lastNational, lastMinute) = (null, null);
        foreach (var outbox in outboxes.Values)
        {
            var before = outbox.MemoryBytes;
            outbox.Discard(feed);
            openBytes += outbox.MemoryBytes - before;
        }

        foreach (var outbox in outboxes.Values.Where(outbox => outbox.IsEmpty).ToArray())
        {
            outboxes.Remove(outbox.Target);
            Release(outbox);
        }
    }

    /// <summary>Reads a line and routes what it says. Lines of a partition come in the order of their offsets, each once.</summary>
    /// <param name="partition">An open partition.</param>
    /// <param name="offset">The line's offset.</param>
    /// <param name="next">The offset behind it.</param>
    /// <param name="line">Its bytes without the ending.</param>
    /// <returns>What became of the line.</returns>
    public LineOutcome Take(string partition, long offset, long next, ReadOnlySpan<byte> line)
    {
        var feed = lastFeed is { } last && ReferenceEquals(last.Name, partition) ? last : lastFeed = feeds[partition];
        var outcome = parser.Parse(line, out var notification, out var reason);
        if (outcome == LineOutcome.Counted)
            Route(feed, offset, notification);
        else if (outcome == LineOutcome.Rejected)
            feed.Reject(offset, reason, line);
        feed.Read(outcome, notification.Service, next);
        return outcome;
    }

    /// <summary>The partitions that are fed.</summary>
    public IReadOnlyCollection<string> Partitions => feeds.Keys;

    /// <summary>Whether a partition is fed.</summary>
    public bool IsOpen(string partition) => feeds.ContainsKey(partition);

    /// <summary>How far a partition was read.</summary>
    public long Position(string partition) => feeds[partition].Position;

    /// <summary>
    /// Whether there is something that no checkpoint has sealed yet: lines that were read, or events, given out or not, of a
    /// partition that is fed no longer: they count as unconfirmed until a checkpoint has dealt with them.
    /// </summary>
    public bool HasUnsealed => outboxes.Count > 0 || eventsTaken > 0 || feeds.Values.Any(feed => feed.HasNew);

    /// <summary>Takes the events that are full and must be published now, in this order.</summary>
    public IReadOnlyList<OutgoingEvent> TakeFullEvents()
    {
        if (!hasFull)
            return [];
        hasFull = false;
        foreach (var outbox in outboxes.Values)
        {
            if (outbox.IsFull)
                Send(outbox);
        }

        return TakeOutgoing();
    }

    /// <summary>
    /// Closes all that was read so far: gives the events still to publish, and a range for each partition that read on.
    /// The ranges of the checkpoint before must all be committed or given up.
    /// </summary>
    public (IReadOnlyList<OutgoingEvent> Events, IReadOnlyList<SealedRange> Ranges) Seal(DateTimeOffset now)
    {
        foreach (var outbox in outboxes.Values)
        {
            Send(outbox);
            Release(outbox);
        }

        // The next opening of thousands of targets may never come: their places are not kept for it.
        outboxes.Clear();
        outboxes.TrimExcess();
        (lastNational, lastMinute) = (null, null);
        var ranges = feeds.Values.Where(feed => feed.HasNew).Select(feed => feed.Seal(now)).ToArray();
        var events = TakeOutgoing();
        (eventsSealed, eventsTaken, rangesSealed) = (eventsTaken, 0, ranges.Length);
        return (events, ranges);
    }

    /// <summary>A range is committed.</summary>
    /// <returns>Whether its partition has been fed all the time since it was sealed.</returns>
    public bool Commit(SealedRange range)
    {
        if (!feeds.TryGetValue(range.Partition, out var feed) || !ReferenceEquals(feed.Sealed, range))
            return false;
        feed.Commit();
        rangesSealed--;
        return true;
    }

    private void Route(PartitionFeed feed, long offset, in Notification notification)
    {
        var national = TargetId.National(notification.Day, feed.Shard);
        if (lastNational?.Target != national)
            lastNational = OutboxFor(national);
        Add(lastNational, feed, offset, notification);

        var minute = TargetId.Minute(notification.Day, notification.MinuteOfDay, feed.Shard);
        if (lastMinute?.Target != minute)
            lastMinute = OutboxFor(minute);
        Add(lastMinute, feed, offset, notification);

        if (notification.IsOrder)
            Add(OutboxFor(TargetId.Province(notification.Day, notification.Province)), feed, offset, notification);
    }

    private void Add(Outbox outbox, PartitionFeed feed, long offset, in Notification notification)
    {
        var before = outbox.MemoryBytes;
        outbox.Add(feed, offset, notification);
        openBytes += outbox.MemoryBytes - before;
        hasFull |= outbox.IsFull;
    }

    private Outbox OutboxFor(TargetId target)
    {
        if (!outboxes.TryGetValue(target, out var outbox))
        {
            outbox = pool.Take(target);
            outboxes.Add(target, outbox);
            openBytes += outbox.MemoryBytes;
        }

        return outbox;
    }

    private void Release(Outbox outbox)
    {
        openBytes -= outbox.MemoryBytes;
        pool.Return(outbox);
    }

    private void Send(Outbox outbox)
    {
        var before = outbox.MemoryBytes;
        if (outbox.TakeEvent() is { } payload)
            outgoing.Add(new OutgoingEvent(outbox.Target, payload));
        openBytes += outbox.MemoryBytes - before;
    }

    private OutgoingEvent[] TakeOutgoing()
    {
        var events = outgoing.ToArray();
        outgoing.Clear();
        eventsTaken += events.Length;
        return events;
    }

    /// <summary>A partition's shard is a function of its name alone: a trailing number modulo the shards, or else a hash.</summary>
    private int ShardOf(string partition)
    {
        var hash = 2166136261u;
        foreach (var character in partition)
            hash = (hash ^ character) * 16777619u;
        var tail = partition.AsSpan(partition.LastIndexOf('-') + 1);
        return (int)((int.TryParse(tail, System.Globalization.NumberStyles.None, null, out var number) ? (uint)number : hash) % (uint)shards);
    }
}
