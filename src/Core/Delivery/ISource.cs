namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// Where lines come from: log files, a spool, Kafka. A source has partitions, a partition has offsets that only grow;
/// the bytes at an offset never change. The pump is the only caller, from one thread at a time.
/// </summary>
public interface ISource : IAsyncDisposable
{
    /// <summary>What was committed before this process started. Called once, before anything else.</summary>
    void Restore(IReadOnlyList<KnownPartition> known);

    /// <summary>
    /// Looks for partitions that are to be read and have not been announced yet, resumed ones among them. None of them
    /// is read before <see cref="Open"/> is called for it: its identity must be durable before its first line is counted.
    /// </summary>
    IReadOnlyList<PartitionDescriptor> Discover();

    /// <summary>Whether <see cref="Discover"/> has something to announce; where only looking tells, it is called now and then.</summary>
    bool HasFound => false;

    /// <summary>
    /// The partitions that were announced and are no longer this process's, or cannot be read any more, since the last
    /// call. What was read of them and is not committed is for whoever opens them next. A partition may be announced again
    /// once this has told of its withdrawal; until then it is neither opened nor moved, whatever the pump asks for, because
    /// the pump does not know yet of whom it speaks.
    /// </summary>
    IReadOnlyList<string> Withdrawn() => [];

    /// <summary>Lets an announced partition be read, from what is committed on, or says why not.</summary>
    /// <param name="books">The partition as its books have it: its fingerprint may be that of an earlier process.</param>
    PartitionStart Open(KnownPartition books);

    /// <summary>Hands over no more lines of an opened partition until <see cref="Rewind"/> is called for it.</summary>
    void Hold(string partition);

    /// <summary>Starts an opened partition again from what is committed, because what was read after it may be lost.</summary>
    /// <param name="books">The partition as its books have it now.</param>
    PartitionStart Rewind(KnownPartition books);

    /// <summary>
    /// Hands over what is there to read, about <paramref name="maxBytes"/> at the most, and returns at once. Returns the
    /// number of bytes handed over; 0 when nothing is there now.
    /// </summary>
    int Poll(ILineSink sink, int maxBytes);

    /// <summary>Ends when there may be something to hand over; nothing where only asking tells.</summary>
    Task? Readable => null;

    /// <summary>How many bytes there were, when it was last looked, that are not counted yet; 0 where lag is not told in bytes.</summary>
    long LagBytes => 0;

    /// <summary>What to keep with an offset that is about to be committed, so that a later start can tell whether the offset still belongs to this partition.</summary>
    byte[] FingerprintAt(string partition, long offset);

    /// <summary>Everything below <paramref name="offset"/> is durable; the source need not be able to give it again.</summary>
    void Committed(string partition, long offset);
}

/// <summary>Takes the lines of a source.</summary>
public interface ILineSink
{
    /// <summary>
    /// One line, without its ending. <paramref name="line"/> is valid during the call only.
    /// </summary>
    /// <param name="partition">The partition's name, the same string object as in its descriptor.</param>
    /// <param name="offset">The offset of the line itself.</param>
    /// <param name="next">The offset at which the next line begins: what a commit after this line stores.</param>
    /// <param name="line">The line's bytes. Of a line that no buffer holds, its first 64 KiB and a byte.</param>
    void Take(string partition, long offset, long next, ReadOnlySpan<byte> line);
}

/// <summary>Where a partition that is opened begins.</summary>
/// <param name="Offset">The offset, not below the committed one. What lies between is known not to be there to read.</param>
/// <param name="IsCommitted">
/// Whether the offset and the fingerprint need no commit of their own. Otherwise the pump commits them before it can lose them.
/// </param>
public readonly record struct PartitionStart(long Offset, bool IsCommitted)
{
    /// <summary>It begins where the books are.</summary>
    public static PartitionStart At(KnownPartition books) => new(books.Committed, IsCommitted: true);
}

/// <summary>A partition as its source sees it now.</summary>
/// <param name="Partition">Its name for good, unique in the database, 1 to 100 characters of <c>[A-Za-z0-9._-]</c>.</param>
/// <param name="Source">What operators call it: the path under which a file was first seen, a topic and partition.</param>
/// <param name="Location">Where it was when this process found it: a file that was rotated before keeps its <paramref name="Source"/>. A rotation after that is not told.</param>
/// <param name="Fingerprint">See <see cref="ISource.FingerprintAt"/>.</param>
public sealed record PartitionDescriptor(string Partition, string Source, string Location, byte[] Fingerprint);

/// <summary>A partition as the database knows it.</summary>
/// <param name="Descriptor">As it was last stored.</param>
/// <param name="Committed">The offset below which everything is counted for good.</param>
public sealed record KnownPartition(PartitionDescriptor Descriptor, long Committed);
