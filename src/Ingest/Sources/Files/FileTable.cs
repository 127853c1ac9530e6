using Microsoft.Extensions.Logging;
using RechargeMonitor.Ingest.Feeding;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>All partitions of a source that were found in this run, and what befalls their files.</summary>
internal sealed class FileTable(FileSourceOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly Dictionary<string, FollowedFile> byPartition = new(StringComparer.Ordinal);
    private readonly HashSet<string> unreadable = new(StringComparer.Ordinal);
    private readonly List<string> withdrawn = [];

    /// <summary>In the order in which they were found.</summary>
    public List<FollowedFile> Files { get; } = [];

    public bool TryGet(string partition, out FollowedFile file) => byPartition.TryGetValue(partition, out file!);

    public FollowedFile Get(string partition) =>
        byPartition.TryGetValue(partition, out var file) ? file : throw new ArgumentException($"no file was announced as {partition}", nameof(partition));

    public void Add(FollowedFile file, FoundFile found)
    {
        byPartition.Add(file.Partition, file);
        Files.Add(file);
        PlaceAt(file, found);
    }

    /// <summary>The file was found at a path where it was not before.</summary>
    public void Move(FollowedFile file, FoundFile found)
    {
        PlaceAt(file, found);
        file.Restart(file.Cursor.Position, time.GetTimestamp());
        logger.FileMoved(file.Source, file.Partition, found.Path, file.Cursor.Position);
    }

    /// <summary>The file is no longer at its path. What is open of it is read to its end.</summary>
    public void Detach(FollowedFile file)
    {
        file.Location = null;
        Miss(file, file.Handle is null ? file.IntactLength - file.Cursor.Position : 0);
    }

    /// <summary>The file was truncated: the partition has no file until a copy of it turns up.</summary>
    public void Orphan(FollowedFile file)
    {
        var unread = Math.Max(0, file.IntactLength - file.Cursor.Position);
        logger.FileTruncated(file.Location ?? file.Source, file.Partition, file.Cursor.Position, unread);
        file.Dispose();
        file.Location = null;
        file.ExaminedLength = file.Length;
        Miss(file, unread);
    }

    /// <summary>Opens a file that is followed with its handle closed; <see langword="false"/> when it is no longer there.</summary>
    public bool TryReopen(FollowedFile file)
    {
        if (file.Handle is not null)
            return true;
        if (file.Location is null)
            return false;
        CloseIdle();
        file.Handle = FileBytes.Open(file.Location);
        if (file.IsIntact() && file.TailMatches(file.Handle))
            return true;
        Orphan(file);
        return false;
    }

    /// <summary>Closes a file of which nothing is left to read. At a path that is followed, it is opened again when it changes.</summary>
    public void Close(FollowedFile file)
    {
        if (file.Handle is null)
            return;
        file.Seen = FileStat.Of(file.Handle);
        file.Resize(file.Seen.Length, time.GetTimestamp());
        file.Dispose();
        logger.FileClosed(file.Source, file.Partition, file.Cursor.Position);
    }

    /// <summary>The partitions that were given back since the last call.</summary>
    public IReadOnlyList<string> TakeWithdrawn()
    {
        if (withdrawn.Count == 0)
            return [];
        var taken = withdrawn.ToArray();
        withdrawn.Clear();
        return taken;
    }

    /// <summary>
    /// Reports what was lost with files that have been gone for long enough, gives back those of which everything is
    /// committed, and forgets the oldest of them.
    /// </summary>
    public void ReportMissing()
    {
        foreach (var file in Files)
        {
            if (IsDone(file) && time.GetElapsedTime(file.MissingSince) >= options.CopyDelay)
                Withdraw(file);
            if (file.Location is not null || file.UnreadBytes == 0 || time.GetElapsedTime(file.MissingSince) < options.CopyDelay)
                continue;
            logger.BytesLost(file.Source, file.Partition, file.UnreadBytes, file.Cursor.Position);
            IngestMetrics.LostBytes.Add(file.UnreadBytes);
            file.UnreadBytes = 0;
        }

        var missing = Files.Count(IsDone);
        if (missing <= options.MaxMissingFiles)
            return;
        foreach (var file in Files.Where(IsDone).OrderBy(file => file.MissingSince).Take(missing - options.MaxMissingFiles).ToArray())
        {
            Withdraw(file);
            Files.Remove(file);
            byPartition.Remove(file.Partition);
        }
    }

    /// <summary>A path cannot be read: said once, until it can be read again.</summary>
    public void Fail(string path, Exception exception)
    {
        if (unreadable.Add(path))
            logger.FileUnreadable(path, exception.Message);
    }

    public void Succeed(string path)
    {
        if (unreadable.Count > 0 && unreadable.Remove(path))
            logger.FileReadable(path);
    }

    public void Dispose()
    {
        foreach (var file in Files)
            file.Dispose();
    }

    private void Withdraw(FollowedFile file)
    {
        if (file.IsWithdrawn)
            return;
        (file.IsWithdrawn, file.IsOpen) = (true, false);
        withdrawn.Add(file.Partition);
    }

    private static bool IsDone(FollowedFile file) => file is { Location: null, Handle: null, UnreadBytes: 0 } && file.Committed >= file.Cursor.Position;

    private void PlaceAt(FollowedFile file, FoundFile found)
    {
        file.Location = found.Path;
        file.Seen = found.Stat;
        file.UnreadBytes = 0;
        if (file.Handle is not null)
            return;
        (file.Length, file.IntactLength) = (found.Stat.Length, found.Stat.Length);
        if (CountOpen() < options.MaxOpenFiles)
            file.Handle = found.TakeHandle();
    }

    private void Miss(FollowedFile file, long unreadBytes) => (file.UnreadBytes, file.MissingSince) = (Math.Max(0, unreadBytes), time.GetTimestamp());

    private int CountOpen() => Files.Count(file => file.Handle is not null);

    /// <summary>Makes room for one more open file: closes the one that has been quiet for longest.</summary>
    private void CloseIdle()
    {
        if (CountOpen() < options.MaxOpenFiles)
            return;
        var idle = Files.Where(file => file is { Handle: not null, Location: not null, HasMore: false }).MinBy(file => file.QuietSince);
        idle ??= Files.Where(file => file is { Handle: not null, Location: not null }).MinBy(file => file.QuietSince);
        if (idle is not null)
            Close(idle);
    }
}
