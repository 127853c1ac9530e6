using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>
/// Follows growing log files as <c>tail -F</c> does, across rotation, truncation and restarts, and hands over each of
/// their lines under one partition and offset for good. See <c>docs/decisions/0002</c> for what a file's identity rests on.
/// </summary>
/// <remarks>It never blocks for longer than the file system does, and reads no clock but the given one.</remarks>
public sealed class FileSource : ISource
{
    /// <summary>Scans take at most this part of the time: one in 50.</summary>
    private const int ScanShare = 50;

    private readonly FileSourceOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly FilePatterns patterns;
    private readonly FileTable table;
    private readonly KnownFiles known;
    private readonly FileScanner scanner;
    private readonly FilePoller poller;
    private long? scannedAt;
    private TimeSpan interval;

    /// <exception cref="FileSourceException">A pattern is no path.</exception>
    public FileSource(FileSourceOptions options, TimeProvider time, ILogger<FileSource> logger)
    {
        (this.options, this.time, this.logger) = (options, time, logger);
        patterns = new FilePatterns(options.Patterns, takesPacked: false, options.LeftOut);
        table = new FileTable(options, time, logger);
        known = new KnownFiles(logger);
        scanner = new FileScanner(patterns, table, known, options, time, logger);
        poller = new FilePoller(table, options, time);
    }

    /// <inheritdoc />
    public void Restore(IReadOnlyList<KnownPartition> known)
    {
        foreach (var partition in known)
            this.known.Add(partition);
    }

    /// <inheritdoc />
    public long LagBytes => table.Files.Where(file => file.IsReachable).Sum(file => Math.Max(0, file.Length - file.Committed));

    /// <inheritdoc />
    /// <exception cref="FileSourceException">In the first call: a file or folder that a pattern names cannot be read.</exception>
    public IReadOnlyList<PartitionDescriptor> Discover()
    {
        var now = time.GetTimestamp();
        if (scannedAt is null)
            patterns.RejectPipes();
        else if (time.GetElapsedTime(scannedAt.Value, now) < interval)
            return [];
        var found = scanner.Scan();
        scannedAt = now;
        var cost = time.GetElapsedTime(now) * ScanShare;
        interval = cost > options.ScanInterval ? cost : options.ScanInterval;
        return found;
    }

    /// <inheritdoc />
    public IReadOnlyList<string> Withdrawn() => table.TakeWithdrawn();

    /// <inheritdoc />
    public PartitionStart Open(KnownPartition books)
    {
        if (table.TryGet(books.Descriptor.Partition, out var file) && !file.IsWithdrawn)
        {
            file.Committed = books.Committed;
            Restart(file, books.Committed);
        }

        return PartitionStart.At(books);
    }

    /// <inheritdoc />
    public void Hold(string partition)
    {
        if (table.TryGet(partition, out var file))
            file.IsOpen = false;
    }

    /// <inheritdoc />
    public PartitionStart Rewind(KnownPartition books)
    {
        if (table.TryGet(books.Descriptor.Partition, out var file) && !file.IsWithdrawn)
            Seek(file, books.Committed);
        return PartitionStart.At(books);
    }

    /// <summary>Starts a partition again at <paramref name="offset"/>, a line's first byte.</summary>
    public void Seek(string partition, long offset) => Seek(table.Get(partition), offset);

    /// <inheritdoc />
    /// <returns>The number of bytes handed over, or scanned of a line that is too long to be handed over.</returns>
    public int Poll(ILineSink sink, int maxBytes) => poller.Poll(sink, maxBytes);

    /// <inheritdoc />
    public byte[] FingerprintAt(string partition, long offset)
    {
        var file = table.Get(partition);
        try
        {
            if (file.Fingerprint.Offset != offset)
                table.TryReopen(file);
            return file.FingerprintAt(offset).ToBytes();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The one made before still tells the file from others.
            return file.Fingerprint.ToBytes();
        }
    }

    /// <inheritdoc />
    public void Committed(string partition, long offset)
    {
        if (table.TryGet(partition, out var file))
            file.Committed = Math.Max(file.Committed, offset);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        table.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Seek(FollowedFile file, long offset)
    {
        if (!file.IsReachable && offset < file.Cursor.Position)
            logger.FileUnreachable(file.Source, file.Partition, offset);
        Restart(file, offset);
    }

    private void Restart(FollowedFile file, long offset)
    {
        file.IsOpen = true;
        file.Restart(offset, time.GetTimestamp());
    }
}
