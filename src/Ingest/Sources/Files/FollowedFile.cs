using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;
using RechargeMonitor.Ingest.Sources.Reading;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>
/// One partition: the bytes of one file from its beginning until it is truncated, wherever the file is moved to. Its
/// handle stays open while it may grow, so that a rename or a deletion takes nothing away from it.
/// </summary>
internal sealed class FollowedFile(string partition, string source, long committed, FileFingerprint fingerprint, byte[] head) : IByteLog, IDisposable
{
    public string Partition { get; } = partition;

    /// <summary>The path under which it was first seen.</summary>
    public string Source { get; } = source;

    /// <summary>Where the file is now; nothing when it is at no path that is followed.</summary>
    public string? Location { get; set; }

    public SafeFileHandle? Handle { get; set; }

    /// <summary>The first bytes, as far as they were seen.</summary>
    public byte[] Head { get; set; } = head;

    public LineCursor Cursor { get; } = new(committed);

    public long Committed { get; set; } = committed;

    /// <summary>The newest fingerprint that was made while the file was known to be the same.</summary>
    public FileFingerprint Fingerprint { get; set; } = fingerprint;

    /// <summary>What the file system said of <see cref="Location"/> when it was last known to be this file.</summary>
    public FileStat Seen { get; set; }

    /// <summary>Whether lines may be handed over.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether it was given back because its file is gone; it is announced again should the file come back.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>Whether an earlier run followed it.</summary>
    public bool IsResumed { get; init; }

    /// <summary>How long the file was when it was last looked at.</summary>
    public long Length { get; set; }

    /// <summary>How long the file was when it was last known to be intact.</summary>
    public long IntactLength { get; set; }

    /// <summary>How long the file was when it was last read to its end; -1 when it is to be read in any case.</summary>
    public long ExaminedLength { get; set; } = -1;

    /// <summary>The timestamp since which the file has not grown.</summary>
    public long QuietSince { get; set; }

    /// <summary>The timestamp from which on it is to be looked at again.</summary>
    public long DueAt { get; set; }

    /// <summary>Whether the unfinished last line, as it is, was already looked at for a whole JSON object.</summary>
    public bool UnfinishedTried { get; set; }

    /// <summary>Whether the unfinished last line of a rotated file was already handed over.</summary>
    public bool FinalTried { get; set; }

    /// <summary>Bytes that were there and can no longer be read; reported when no copy of them turns up.</summary>
    public long UnreadBytes { get; set; }

    public long MissingSince { get; set; }

    /// <summary>Whether there is anything to read from at all.</summary>
    public bool IsReachable => Handle is not null || Location is not null;

    public bool HasMore => Length != ExaminedLength && IsReachable;

    /// <summary>Whether the file, read to its end, has a last line without an ending.</summary>
    public bool HasUnfinished => Length > Cursor.Position;

    /// <summary>Seen to be rotated or deleted: nobody is expected to write to it for long.</summary>
    public bool HasMoved => Location != Source;

    long IByteLog.Start => 0;

    int IByteLog.Read(long offset, Span<byte> buffer) =>
        Handle is null ? 0 : RandomAccess.Read(Handle, buffer, offset);

    /// <summary>Whether the bytes that were read last are, in this file, those before the cursor.</summary>
    public bool TailMatches(SafeFileHandle other)
    {
        if (Cursor.Tail is not { } tail)
            return Fingerprint.Matches(other, Cursor.Position);
        var length = (int)Math.Min(Cursor.ScannedTo, LineReader.TailBytes);
        return FileBytes.Hash(other, Cursor.ScannedTo - length, length) == tail;
    }

    /// <summary>
    /// Whether the open file still holds what was read of it. Notes more of its first bytes when there are more.
    /// </summary>
    public bool IsIntact()
    {
        if (Handle is null)
            return false;
        Span<byte> buffer = stackalloc byte[FileFingerprint.MaxHeadBytes];
        var read = buffer[..FileBytes.Read(Handle, 0, buffer)];
        if (!read.StartsWith(Head) || RandomAccess.GetLength(Handle) < Cursor.ScannedTo)
            return false;
        if (read.Length > Head.Length)
            Head = read.ToArray();
        return true;
    }

    /// <summary>The fingerprint at an offset, or the newest one made before if the file no longer is what it was.</summary>
    public FileFingerprint FingerprintAt(long offset)
    {
        if (Handle is not null && FileFingerprint.Of(Handle, Head, offset, Fingerprint.SinceMs) is { } made && IsIntact())
            Fingerprint = made with { HeadLength = Head.Length, Head = XxHash128.HashToUInt128(Head) };
        return Fingerprint;
    }

    /// <summary>The file was found to be of another length.</summary>
    public void Resize(long length, long now)
    {
        if (length == Length)
            return;
        Length = length;
        (UnfinishedTried, FinalTried) = (false, false);
        (QuietSince, DueAt) = (now, now);
    }

    /// <summary>Reads again from an offset, and looks at the file at once.</summary>
    public void Restart(long offset, long now)
    {
        if (Cursor.Position != offset || Cursor.InLongLine)
            Cursor.MoveTo(offset);
        (ExaminedLength, UnfinishedTried, FinalTried) = (-1, false, false);
        (QuietSince, DueAt) = (now, now);
    }

    public void Dispose()
    {
        Handle?.Dispose();
        Handle = null;
    }
}
