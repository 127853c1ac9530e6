using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>
/// How a file is known again: the hash of its first bytes, and of those before an offset. It holds that offset itself,
/// so that it stays true also where the offset that it is stored with has moved on since.
/// </summary>
/// <param name="HeadLength">How many of the first bytes are covered, at most <see cref="MaxHeadBytes"/>; 0 for a spool, which loses them.</param>
/// <param name="Head">Their XxHash128.</param>
/// <param name="Offset">The offset that it was made at.</param>
/// <param name="TailLength">How many bytes before it are covered, at most <see cref="MaxTailBytes"/>.</param>
/// <param name="Tail">Their XxHash128.</param>
/// <param name="SinceMs">When the file was first followed, in Unix milliseconds: the order of the files that a path has had.</param>
internal sealed record FileFingerprint(int HeadLength, UInt128 Head, long Offset, int TailLength, UInt128 Tail, long SinceMs)
{
    public const int MaxHeadBytes = 1024;
    public const int MaxTailBytes = Reading.LineReader.TailBytes;

    private const byte Version = 1;
    private const int Size = 1 + 2 + 16 + 8 + 2 + 16 + 8;

    /// <summary>The fingerprint of a file at an offset, or nothing where the file is shorter.</summary>
    public static FileFingerprint? Of(SafeFileHandle handle, ReadOnlySpan<byte> head, long offset, long sinceMs)
    {
        var tailLength = (int)Math.Min(offset, MaxTailBytes);
        return FileBytes.Hash(handle, offset - tailLength, tailLength) is { } tail
            ? new FileFingerprint(head.Length, XxHash128.HashToUInt128(head), offset, tailLength, tail, sinceMs)
            : null;
    }

    /// <summary>Whether a file is the one that this was made of and still holds everything below <paramref name="committed"/>.</summary>
    public bool Matches(SafeFileHandle handle, long committed) =>
        RandomAccess.GetLength(handle) >= Math.Max(committed, Offset)
        && FileBytes.Hash(handle, 0, HeadLength) == Head
        && FileBytes.Hash(handle, Offset - TailLength, TailLength) == Tail;

    /// <summary>The stored form: little-endian, all fields in their order behind a version byte.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        var span = bytes.AsSpan();
        span[0] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(span[1..], (ushort)HeadLength);
        BinaryPrimitives.WriteUInt128LittleEndian(span[3..], Head);
        BinaryPrimitives.WriteInt64LittleEndian(span[19..], Offset);
        BinaryPrimitives.WriteUInt16LittleEndian(span[27..], (ushort)TailLength);
        BinaryPrimitives.WriteUInt128LittleEndian(span[29..], Tail);
        BinaryPrimitives.WriteInt64LittleEndian(span[45..], SinceMs);
        return bytes;
    }

    /// <summary>Reads the stored form; nothing where it is of another version or damaged.</summary>
    public static FileFingerprint? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || bytes[0] != Version)
            return null;
        var fingerprint = new FileFingerprint(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]),
            BinaryPrimitives.ReadUInt128LittleEndian(bytes[3..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[19..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[27..]),
            BinaryPrimitives.ReadUInt128LittleEndian(bytes[29..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[45..]));
        var sound = fingerprint is { HeadLength: <= MaxHeadBytes, Offset: >= 0, TailLength: <= MaxTailBytes }
            && fingerprint.TailLength <= fingerprint.Offset;
        return sound ? fingerprint : null;
    }
}
