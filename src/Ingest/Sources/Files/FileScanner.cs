using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Ingest.Sources.Reading;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>Looks through the patterns and decides which file is which partition.</summary>
internal sealed class FileScanner(FilePatterns patterns, FileTable table, KnownFiles known, FileSourceOptions options, TimeProvider time, ILogger logger)
{
    private readonly FileVerifier verifier = new(table, time);
    private readonly Dictionary<string, (long Length, long Since)> undecided = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FollowedFile> placed = new(StringComparer.Ordinal);
    private readonly List<PartitionDescriptor> announced = [];
    private readonly HashSet<string> toldLeftOut = new(StringComparer.Ordinal);
    private HashSet<string> notListed = [];
    private bool isFirst = true;

    /// <summary>Brings the table up to date with the file system.</summary>
    /// <returns>The partitions that were found for the first time.</returns>
    public IReadOnlyList<PartitionDescriptor> Scan()
    {
        var paths = List();
        ConfirmPlaced(paths);
        if (isFirst)
            ResumeByPath(paths);
        foreach (var (path, _) in paths.Where(IsUnclaimed).OrderBy(path => path.Value.WrittenTicks).ThenBy(path => path.Key, StringComparer.Ordinal).ToArray())
            Guard(path, () => Consider(path));
        foreach (var path in undecided.Keys.Where(path => !paths.ContainsKey(path) || placed.ContainsKey(path)).ToArray())
            undecided.Remove(path);
        if (isFirst)
            ReportReplaced(paths);
        foreach (var pattern in isFirst ? patterns.Unmatched : [])
            logger.NothingMatches(pattern);
        table.ReportMissing();
        isFirst = false;
        var result = announced.ToArray();
        announced.Clear();
        return result;
    }

    private Dictionary<string, FileStat> List()
    {
        var failing = new HashSet<string>(StringComparer.Ordinal);
        var paths = patterns.Expand((path, exception) =>
        {
            failing.Add(path);
            Fail(path, exception);
        });
        foreach (var path in notListed.Where(path => !failing.Contains(path)))
            table.Succeed(path);
        foreach (var folder in patterns.Met.Where(toldLeftOut.Add))
            logger.OwnDataLeftOut(folder);
        notListed = failing;
        return paths;
    }

    private bool IsUnclaimed(KeyValuePair<string, FileStat> path) => path.Value.Length > 0 && !placed.ContainsKey(path.Key);

    private void ConfirmPlaced(Dictionary<string, FileStat> paths)
    {
        placed.Clear();
        foreach (var file in table.Files)
        {
            if (file.Location is not { } path)
                continue;
            if (!paths.TryGetValue(path, out var stat))
                verifier.Leave(file);
            else if (verifier.IsUnchanged(file, stat))
                placed.Add(path, file);
        }
    }

    private void ResumeByPath(Dictionary<string, FileStat> paths)
    {
        foreach (var file in known.Missing.ToArray())
        {
            if (!paths.TryGetValue(file.Location, out var stat) || stat.Length == 0 || placed.ContainsKey(file.Location))
                continue;
            Guard(file.Location, () =>
            {
                using var found = new FoundFile(file.Location);
                if (file.Fingerprint.Matches(found.Handle, file.Known.Committed))
                    Resume(file, found);
            });
        }
    }

    private void Consider(string path)
    {
        using var found = new FoundFile(path);
        if (found.Head.Length == 0)
            return;
        var (same, original) = FindRelated(found, out var isAlias);
        if (isAlias)
            return;
        if (same is not null)
        {
            table.Move(same, found);
            placed[path] = same;
            if (same.IsWithdrawn)
                Announce(same, path);
        }
        else if (known.Find(found.Handle) is { } file)
        {
            Resume(file, found);
        }
        else if (IsSettled(found, original is not null))
        {
            if (original is not null)
                logger.CopyFollowed(path, original.Location ?? original.Source);
            Follow(found);
        }
    }

    /// <summary>The missing partition that a file continues, and a partition that it may be a copy of.</summary>
    private (FollowedFile? Same, FollowedFile? Original) FindRelated(FoundFile found, out bool isAlias)
    {
        (FollowedFile? same, FollowedFile? original, isAlias) = (null, null, false);
        foreach (var file in table.Files)
        {
            if (FileMatcher.Relate(file, found) == FileRelation.Other)
                continue;
            if (file.Location is not { } location)
                verifier.ConfirmMissing(file);
            else if (!verifier.Confirm(file))
                placed.Remove(location);
            switch (FileMatcher.Relate(file, found))
            {
                case FileRelation.Same when same is null || file.Cursor.Position > same.Cursor.Position:
                    same = file;
                    break;
                case FileRelation.Copy:
                    original = file;
                    break;
                case FileRelation.Alias:
                    isAlias = true;
                    return (null, null);
                default:
                    break;
            }
        }

        return (same, original);
    }

    /// <summary>
    /// Whether it is time to follow a file as one of its own: it holds enough to be known again by, and is nobody's copy
    /// or has not grown for long enough.
    /// </summary>
    private bool IsSettled(FoundFile found, bool mayBeCopy)
    {
        if (DelayOf(found.Head) is not { } delay)
            return false;
        if (mayBeCopy)
            delay = options.CopyDelay;
        var now = time.GetTimestamp();
        if (!undecided.TryGetValue(found.Path, out var seen) || seen.Length != found.Stat.Length)
        {
            seen = (found.Stat.Length, now);
            undecided[found.Path] = seen;
        }

        return time.GetElapsedTime(seen.Since, now) >= delay;
    }

    /// <summary>
    /// How long a file that begins like this must be quiet before it is followed. A part of a line is no fingerprint:
    /// after a restart it would be taken for the beginning of any other file, so such a file waits for its first line.
    /// </summary>
    private TimeSpan? DelayOf(ReadOnlySpan<byte> head)
    {
        var lines = head[..(head.LastIndexOf((byte)'\n') + 1)];
        if (head.Length == FileFingerprint.MaxHeadBytes || lines.ContainsAnyExcept(LineText.WhiteSpace))
            return TimeSpan.Zero;
        if (LineText.IsWholeObject(LineSplitter.TrimByteOrderMark(head)))
            return options.UnfinishedLineDelay;
        return lines.IsEmpty ? null : options.CopyDelay;
    }

    private void Follow(FoundFile found)
    {
        var partition = "file-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var fingerprint = FileFingerprint.Of(found.Handle, found.Head, 0, time.GetUtcNow().ToUnixTimeMilliseconds())!;
        Announce(new FollowedFile(partition, found.Path, 0, fingerprint, found.Head), found);
        logger.FileFollowed(found.Path, partition);
    }

    private void Resume(KnownFile file, FoundFile found)
    {
        known.Remove(file);
        var (descriptor, committed) = file.Known;
        var fingerprint = FileFingerprint.Of(found.Handle, found.Head, committed, file.Fingerprint.SinceMs) ?? file.Fingerprint;
        Announce(new FollowedFile(descriptor.Partition, descriptor.Source, committed, fingerprint, found.Head) { IsResumed = true }, found);
        logger.FileResumed(found.Path, descriptor.Partition, committed);
    }

    private void Announce(FollowedFile file, FoundFile found)
    {
        table.Add(file, found);
        placed[found.Path] = file;
        Announce(file, found.Path);
    }

    private void Announce(FollowedFile file, string path)
    {
        file.IsWithdrawn = false;
        announced.Add(new PartitionDescriptor(file.Partition, file.Source, path, file.Fingerprint.ToBytes()));
    }

    /// <summary>
    /// Names the partitions of earlier runs at whose path a new file stands: of each path the newest, because the older
    /// ones were replaced while they were followed.
    /// </summary>
    private void ReportReplaced(Dictionary<string, FileStat> paths)
    {
        foreach (var group in known.Missing.GroupBy(file => file.Location, StringComparer.Ordinal))
        {
            if (!paths.ContainsKey(group.Key) || (placed.TryGetValue(group.Key, out var file) && file.IsResumed))
                continue;
            var newest = group.MaxBy(file => file.Fingerprint.SinceMs)!;
            logger.FileReplaced(newest.Location, newest.Partition, newest.Known.Committed);
        }
    }

    private void Guard(string path, Action action)
    {
        try
        {
            action();
            table.Succeed(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // It was there when its folder was listed: the next scan tells where it went.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(path, exception);
        }
    }

    private void Fail(string path, Exception exception)
    {
        if (isFirst && patterns.IsLiteral(path))
            throw new FileSourceException($"{path} cannot be read: {exception.Message}", exception);
        table.Fail(path, exception);
    }
}
