using System.IO.Hashing;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources.Files;
using RechargeMonitor.Ingest.Sources.Reading;

namespace RechargeMonitor.Ingest.Sources.Spool;

/// <summary>
/// Reads what a <see cref="SpoolWriter"/> of this or another process writes, as one partition, and deletes the segments
/// that are counted.
/// </summary>
/// <param name="folder">The spool's folder.</param>
/// <param name="partition">The partition's name; it belongs to this folder and database for good.</param>
/// <param name="source">What operators call it.</param>
/// <param name="time">Says when the folder is to be looked through again.</param>
/// <param name="logger">For what the operator must know.</param>
public sealed class SpoolSource(string folder, string partition, string source, TimeProvider time, ILogger<SpoolSource> logger) : ISource
{
    private const int BufferBytes = 1024 * 1024;
    private static readonly TimeSpan ListInterval = TimeSpan.FromSeconds(1);

    private readonly SpoolLog log = new(folder);
    private readonly LineReader reader = new(BufferBytes);
    private KnownPartition? known;
    private LineCursor? cursor;
    private bool isAnnounced;
    private bool isHeld;
    private long? listedAt;
    private long committed;

    /// <inheritdoc />
    public void Restore(IReadOnlyList<KnownPartition> known) =>
        this.known = known.FirstOrDefault(other => other.Descriptor.Partition == partition);

    /// <inheritdoc />
    public long LagBytes => cursor is null ? 0 : Math.Max(0, log.End - committed);

    /// <inheritdoc />
    /// <exception cref="SpoolException">The spool is not the one that was read before.</exception>
    public IReadOnlyList<PartitionDescriptor> Discover()
    {
        if (isAnnounced || !IsListDue())
            return [];
        log.Refresh();
        if (log.IsEmpty)
            return [];
        if (known is not null)
            RequireSame(known);
        isAnnounced = true;
        return [new PartitionDescriptor(partition, source, folder, FingerprintAt(partition, known?.Committed ?? log.Start))];
    }

    /// <inheritdoc />
    public PartitionStart Open(KnownPartition books)
    {
        RequirePartition(books.Descriptor.Partition);
        var offset = books.Committed;
        if (offset < log.Start)
        {
            logger.BytesMissing(folder, offset, log.Start);
            offset = log.Start;
        }

        if (log.End < offset)
            logger.SpoolShort(folder, log.End, offset);
        cursor = new LineCursor(offset);
        committed = offset;
        return new PartitionStart(offset, IsCommitted: offset == books.Committed);
    }

    /// <inheritdoc />
    public void Hold(string partition)
    {
        RequirePartition(partition);
        isHeld = true;
    }

    /// <inheritdoc />
    public PartitionStart Rewind(KnownPartition books)
    {
        Seek(books.Descriptor.Partition, books.Committed);
        return PartitionStart.At(books);
    }

    /// <summary>Starts a partition again at <paramref name="offset"/>, a line's first byte.</summary>
    public void Seek(string partition, long offset)
    {
        RequirePartition(partition);
        isHeld = false;
        cursor?.MoveTo(offset);
    }

    /// <inheritdoc />
    /// <returns>The number of bytes handed over, or scanned of a line that is too long to be handed over.</returns>
    public int Poll(ILineSink sink, int maxBytes)
    {
        if (cursor is null || isHeld)
            return 0;

        // The bytes before the cursor may be in a segment that is deleted already.
        cursor.Tail = null;
        reader.TryFill(cursor, log, maxBytes);
        var result = reader.Cut(cursor, log, partition, sink, Math.Max(1, maxBytes));
        if (result.Bytes > 0 || result.More || !IsListDue())
            return result.Bytes;
        log.Refresh();
        return CrossGap(cursor, sink, maxBytes);
    }

    /// <inheritdoc />
    public byte[] FingerprintAt(string partition, long offset)
    {
        RequirePartition(partition);
        var length = (int)Math.Clamp(offset - log.Start, 0, FileFingerprint.MaxTailBytes);
        var tail = HashAt(offset - length, length);
        if (tail is null)
            length = 0;
        return new FileFingerprint(0, HashOf([]), offset, length, tail ?? HashOf([]), 0).ToBytes();
    }

    /// <inheritdoc />
    public void Committed(string partition, long offset)
    {
        RequirePartition(partition);
        committed = offset;
        try
        {
            foreach (var path in log.DeleteBelow(offset))
                logger.SegmentDeleted(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.SegmentKept(SpoolSegments.PathOf(folder, log.Start), exception.Message);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        log.Dispose();
        return ValueTask.CompletedTask;
    }

    private static UInt128 HashOf(ReadOnlySpan<byte> bytes) => XxHash128.HashToUInt128(bytes);

    private bool IsListDue()
    {
        var now = time.GetTimestamp();
        if (listedAt is { } at && time.GetElapsedTime(at, now) < ListInterval)
            return false;
        listedAt = now;
        return true;
    }

    /// <summary>
    /// Goes on with a later segment where nothing leads to it: its writer skipped offsets, or a segment was removed. What
    /// stands before without an ending gets none any more.
    /// </summary>
    private int CrossGap(LineCursor cursor, ILineSink sink, int maxBytes)
    {
        // A later segment was there before this read, so what it reads is all that comes before that segment.
        reader.TryFill(cursor, log, maxBytes);
        var result = reader.Cut(cursor, log, partition, sink, Math.Max(1, maxBytes));
        if (result.Bytes > 0 || result.More || log.NextBase(result.End) is not { } next)
            return result.Bytes;
        reader.TryFill(cursor, log, 1);
        var bytes = reader.CutUnfinished(cursor, log, partition, sink, final: true);
        logger.BytesMissing(folder, result.End, next);
        cursor.MoveTo(next);
        return bytes;
    }

    private void RequireSame(KnownPartition known)
    {
        if (FileFingerprint.Parse(known.Descriptor.Fingerprint) is not { TailLength: > 0 } fingerprint)
            return;
        var tail = fingerprint.Offset - fingerprint.TailLength < log.Start ? null : HashAt(fingerprint.Offset - fingerprint.TailLength, fingerprint.TailLength);
        if (tail is { } found && found != fingerprint.Tail)
            throw new SpoolException($"spool {folder} does not hold what was read before offset {fingerprint.Offset}: it is another spool, or another database's");
    }

    private UInt128? HashAt(long offset, int length)
    {
        Span<byte> bytes = stackalloc byte[FileFingerprint.MaxTailBytes];
        var total = 0;
        while (total < length)
        {
            var read = log.Read(offset + total, bytes[total..length]);
            if (read == 0)
                return null;
            total += read;
        }

        return HashOf(bytes[..length]);
    }

    private void RequirePartition(string name)
    {
        if (name != partition)
            throw new ArgumentException($"this spool's partition is {partition}, not {name}", nameof(name));
    }
}
