using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RechargeMonitor.Core.Forms;

/// <summary>
/// Writes the compact binary forms that are stored and sent: non-negative numbers in base 128, low digits first, texts
/// with their length in front.
/// </summary>
public sealed class FormWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(256);

    /// <summary>How many bytes were written.</summary>
    public int Length => buffer.WrittenCount;

    /// <summary>How many bytes of memory it holds for what was and will be written.</summary>
    public int Capacity => buffer.Capacity;

    /// <summary>What was written; valid until the next call.</summary>
    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => buffer.WrittenSpan.ToArray();

    /// <summary>Starts again with nothing.</summary>
    public void Clear() => buffer.ResetWrittenCount();

    /// <summary>A number that is not negative.</summary>
    public void WriteCount(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var span = buffer.GetSpan(10);
        var length = 0;
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            span[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        span[length++] = (byte)rest;
        buffer.Advance(length);
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
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    /// <summary>Yes or no.</summary>
    public void WriteBool(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Bytes with their number in front.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteCount(bytes.Length);
        buffer.Write(bytes);
    }

    /// <summary>Text in UTF-8.</summary>
    public void WriteText(string text) => WriteBytes(Encoding.UTF8.GetBytes(text));

    /// <summary>An instant, to the millisecond.</summary>
    public void WriteInstant(DateTimeOffset instant)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), instant.ToUnixTimeMilliseconds());
        buffer.Advance(8);
    }

    /// <summary>Bytes as they are, without their number.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);
}
