using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources.Reading;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>
/// Reads what followed files have to give: files that are being written to in turn, files of a backlog one after the
/// other, the oldest first, so that a day's rotated files come in their order.
/// </summary>
internal sealed class FilePoller(FileTable table, FileSourceOptions options, TimeProvider time)
{
    /// <summary>
    /// A file that has been quiet for this long is looked at about once a second instead of at every poll: a little more often,
    /// so that one that is polled once a second is looked at each time.
    /// </summary>
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(0.9);

    private readonly LineReader reader = new(options.BufferBytes);
    private int turn;

    public int Poll(ILineSink sink, int maxBytes)
    {
        maxBytes = Math.Max(maxBytes, 1);
        var now = time.GetTimestamp();
        var total = 0;
        foreach (var file in table.Files)
        {
            if (file.IsOpen && file.IsReachable && file.DueAt <= now)
                total += Guarded(file, sink, 0, now);
        }

        // A backlog gets half of what there is to give, so that neither it nor the files being written to starve.
        if (TryReadOldest(sink, Math.Max(1, maxBytes / 2), now, out var bytes))
            total += bytes;
        total += ReadInTurn(sink, maxBytes - total, now);
        while (total < maxBytes && TryReadOldest(sink, maxBytes - total, now, out bytes))
            total += bytes;
        return total;
    }

    /// <summary>Notices growth; when there is none, sees to the last line and to the end of files that were moved away.</summary>
    private int Look(FollowedFile file, long now, ILineSink sink)
    {
        if (file.Handle is not null)
        {
            var length = RandomAccess.GetLength(file.Handle);
            if (length < file.Length && !file.IsIntact())
            {
                table.Orphan(file);
                return 0;
            }

            file.Resize(length, now);
        }

        return file.HasMore ? 0 : Settle(file, now, sink);
    }

    private int Settle(FollowedFile file, long now, ILineSink sink)
    {
        var quiet = time.GetElapsedTime(file.QuietSince, now);
        if (quiet >= IdleAfter)
            file.DueAt = now + (long)(IdleInterval.TotalSeconds * time.TimestampFrequency);
        var bytes = 0;
        if (!file.UnfinishedTried && quiet >= options.UnfinishedLineDelay)
        {
            file.UnfinishedTried = true;
            bytes += ReadUnfinished(file, sink, final: false);
        }

        if (quiet < options.RotatedFileDelay)
            return bytes;
        if (!file.FinalTried && file.HasUnfinished && (file.HasMoved || RotatedName.IsOne(file.Source)))
        {
            file.FinalTried = true;
            bytes += ReadUnfinished(file, sink, final: true);
        }

        // What is not committed may have to be read again, and a deleted file is gone with its handle.
        if (file.HasMoved && file.Handle is not null && file.Committed >= file.Cursor.Position)
            table.Close(file);
        return bytes;
    }

    private int ReadUnfinished(FollowedFile file, ILineSink sink, bool final)
    {
        if (!file.HasUnfinished || !TryFill(file, 1))
            return 0;
        return reader.CutUnfinished(file.Cursor, file, file.Partition, sink, final);
    }

    private bool TryReadOldest(ILineSink sink, int budget, long now, out int bytes)
    {
        FollowedFile? oldest = null;
        var before = time.GetUtcNow().UtcTicks - options.BacklogAge.Ticks;
        foreach (var file in table.Files)
        {
            if (IsReady(file, now) && file.Seen.WrittenTicks < before && (oldest is null || file.Seen.WrittenTicks < oldest.Seen.WrittenTicks))
                oldest = file;
        }

        bytes = oldest is null ? 0 : Guarded(oldest, sink, budget, now);
        return oldest is not null;
    }

    private int ReadInTurn(ILineSink sink, int budget, long now)
    {
        var before = time.GetUtcNow().UtcTicks - options.BacklogAge.Ticks;
        var (first, total, count) = (turn, 0, table.Files.Count);
        for (var index = 0; index < count && total < budget; index++)
        {
            var file = table.Files[(first + index) % count];
            if (!IsReady(file, now) || file.Seen.WrittenTicks < before)
                continue;
            total += Guarded(file, sink, budget - total, now);
            turn = (first + index + 1) % count;
        }

        return total;
    }

    private static bool IsReady(FollowedFile file, long now) => file is { IsOpen: true, HasMore: true } && file.DueAt <= now;

    private int Read(FollowedFile file, ILineSink sink, int budget, long now)
    {
        if (!TryFill(file, budget))
            return 0;
        var result = reader.Cut(file.Cursor, file, file.Partition, sink, budget);
        file.IntactLength = Math.Max(file.Length, result.End);
        if (result.More)
        {
            file.ExaminedLength = -1;
            return result.Bytes;
        }

        file.Resize(result.End, now);
        file.ExaminedLength = result.End;
        return result.Bytes;
    }

    /// <summary>
    /// Reads from a file, and makes sure afterwards that it is still what it was: what was read before a truncation
    /// must not be taken for what comes after it.
    /// </summary>
    private bool TryFill(FollowedFile file, int budget)
    {
        if (!table.TryReopen(file))
            return false;
        if (!reader.TryFill(file.Cursor, file, budget) || !file.IsIntact())
        {
            table.Orphan(file);
            return false;
        }

        table.Succeed(file.Location ?? file.Source);
        return true;
    }

    /// <summary>
    /// Reads a file, or only looks at it when there is no budget. What fails with one file is tried again a second later,
    /// and does not keep the others waiting.
    /// </summary>
    private int Guarded(FollowedFile file, ILineSink sink, int budget, long now)
    {
        try
        {
            return budget > 0 ? Read(file, sink, budget, now) : Look(file, now, sink);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file.DueAt = now + (long)(IdleInterval.TotalSeconds * time.TimestampFrequency);
            if (exception is FileNotFoundException or DirectoryNotFoundException)
                return 0;
            table.Fail(file.Location ?? file.Source, exception);

            // A handle may be stale for good, as on a network file system that was restarted; a path is opened afresh.
            if (file.Location is not null)
                file.Dispose();
            return 0;
        }
    }
}
