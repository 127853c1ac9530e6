using Microsoft.Win32.SafeHandles;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>How a file at a path relates to a partition that is followed.</summary>
internal enum FileRelation
{
    /// <summary>It has nothing to do with it.</summary>
    Other,

    /// <summary>It is the partition's file: moved, restored, or the copy that was made before a truncation.</summary>
    Same,

    /// <summary>It is another name of the file that is followed.</summary>
    Alias,

    /// <summary>It says what the partition's file says, but not more: a copy, or one in the making.</summary>
    Copy,
}

/// <summary>Tells files apart by what they hold.</summary>
internal static class FileMatcher
{
    /// <summary>
    /// Whether a path holds the file that is open. A file grows between two looks at it, so its length must lie between
    /// what the handle says before and after.
    /// </summary>
    public static bool IsAt(SafeFileHandle open, string path)
    {
        using var other = FileBytes.Open(path);
        var before = RandomAccess.GetLength(open);
        var length = RandomAccess.GetLength(other);
        if (length < before || length > RandomAccess.GetLength(open))
            return false;
        var head = FileBytes.ReadHead(other);
        var own = FileBytes.ReadHead(open);
        return head.AsSpan().StartsWith(own) || own.AsSpan().StartsWith(head);
    }

    /// <summary>How a found file relates to a partition; <paramref name="file"/>'s location was just confirmed.</summary>
    public static FileRelation Relate(FollowedFile file, FoundFile found)
    {
        if (!file.Head.AsSpan().StartsWith(found.Head) && !found.Head.AsSpan().StartsWith(file.Head))
            return FileRelation.Other;
        return file.Location is null ? RelateMissing(file, found) : RelatePlaced(file, file.Location, found);
    }

    /// <summary>Whether two open files are one, as far as the file system's times tell while it may grow.</summary>
    private static bool IsSame(SafeFileHandle one, SafeFileHandle other)
    {
        var before = FileStat.Of(one);
        var between = FileStat.Of(other);
        var after = FileStat.Of(one);
        return between.CreatedTicks == after.CreatedTicks
            && between.Length >= before.Length && between.Length <= after.Length
            && between.WrittenTicks >= before.WrittenTicks && between.WrittenTicks <= after.WrittenTicks;
    }

    private static FileRelation RelateMissing(FollowedFile file, FoundFile found)
    {
        if (file.Handle is not null && IsSame(file.Handle, found.Handle))
            return FileRelation.Same;
        var length = file.Handle is null ? file.Cursor.ScannedTo : RandomAccess.GetLength(file.Handle);
        if (found.Stat.Length < length || found.Head.Length < file.Head.Length)
            return FileRelation.Copy;
        return file.TailMatches(found.Handle) ? FileRelation.Same : FileRelation.Other;
    }

    private static FileRelation RelatePlaced(FollowedFile file, string location, FoundFile found)
    {
        using var opened = file.Handle is null ? FileBytes.Open(location) : null;
        var own = file.Handle ?? opened!;
        if (IsSame(own, found.Handle))
            return FileRelation.Alias;
        var length = RandomAccess.GetLength(found.Handle);
        if (length > RandomAccess.GetLength(own))
            return FileRelation.Other;
        var tail = (int)Math.Min(length, FileFingerprint.MaxTailBytes);
        return FileBytes.Hash(own, length - tail, tail) == FileBytes.Hash(found.Handle, length - tail, tail) ? FileRelation.Copy : FileRelation.Other;
    }
}
