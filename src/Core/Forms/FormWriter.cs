using System.Buffers.Binary;
using System.Text;

namespace RechargeMonitor.Core.Forms;

/// <summary>
/// Writes the compact binary forms that are stored and sent: non-negative numbers in base 128, low digits first, texts
/// with their length in front.
/// </summary>
public sealed class FormWriter
{
    private const int MaxNumberBytes = 10;

    private byte[] buffer = new byte[256];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>How many bytes of memory it holds for what was and will be written.</summary>
    public int Capacity => buffer.Length;

    /// <summary>What was written; valid until the next call.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Starts again with nothing.</summary>
    public void Clear() => Length = 0;

    /// <summary>A number that is not negative.</summary>
    public void WriteCount(long value)
    {
        // Most numbers are small: differences, durations, places in a list.
        if ((ulong)value < 0x80)
        {
            WriteByte((byte)value);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var span = Free(MaxNumberBytes);
        var length = 0;
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            span[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        span[length++] = (byte)rest;
        Length += length;
    }

    /// <summary>A number that may pass 64 bits.</summary>
    public void WriteWide(UInt128 value)
    {
        var rest = value;
        while (rest >= 0x80)
        {
            WriteByte((byte)((byte)(rest & 0x7F) | 0x80));
            rest >>= 7;
        }

        WriteByte((byte)rest);
    }

    /// <summary>One byte.</summary>
    public void WriteByte(byte value)
    {
        if (Length == buffer.Length)
            Grow(1);
        buffer[Length++] = value;
    }

    /// <summary>Yes or no.</summary>
    public void WriteBool(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Bytes with their number in front.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteCount(bytes.Length);
        WriteRaw(bytes);
    }

    /// <summary>Text in UTF-8.</summary>
    public void WriteText(string text) => WriteBytes(Encoding.UTF8.GetBytes(text));

    /// <summary>An instant, to the millisecond.</summary>
    public void WriteInstant(DateTimeOffset instant)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Free(sizeof(long)), instant.ToUnixTimeMilliseconds());
        Length += sizeof(long);
    }

    /// <summary>Bytes as they are, without their number.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Free(bytes.Length));
        Length += bytes.Length;
    }

    private Span<byte> Free(int bytes)
    {
        if (buffer.Length - Length < bytes)
            Grow(bytes);
        return buffer.AsSpan(Length);
    }

    private void Grow(int bytes) => Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + bytes));
}
