using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RechargeMonitor.Ingest.Generator;

/// <summary>Appends text and digits to a span that is known to be long enough.</summary>
internal ref struct LineBuffer(Span<byte> bytes)
{
    private const ulong Zeros = 0x3030_3030_3030_3030;
    private readonly Span<byte> bytes = bytes;

    public int Length { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(bytes[Length..]);
        Length += text.Length;
    }

    public void AppendByte(byte value) => bytes[Length++] = value;

    /// <summary>Eight bytes that stand in memory order in a little-endian word.</summary>
    public void AppendWord(ulong word)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[Length..], word);
        Length += 8;
    }

    public void RemoveLast(int count) => Length -= count;

    public void Append1Digit(uint value) => bytes[Length++] = (byte)('0' + value);

    public void Append8Digits(uint value) => AppendWord(EightDigits(value));

    /// <summary>7 digits; one byte behind them is overwritten.</summary>
    public void Append7Digits(uint value)
    {
        Append8Digits(value * 10);
        RemoveLast(1);
    }

    /// <summary>A number below 1000 without leading zeros.</summary>
    public void AppendSmall(uint value)
    {
        if (value >= 100)
            Append1Digit(value / 100);
        if (value >= 10)
            Append1Digit(value / 10 % 10);
        Append1Digit(value % 10);
    }

    /// <summary>
    /// The digits of a number below 10^8, the first one in the lowest byte: halves, then quarters, then single digits
    /// are split side by side in one word. The factors are reciprocals that are exact in their ranges (10486/2^20 is
    /// 1/100 up to 9999, 103/2^10 is 1/10 up to 99).
    /// </summary>
    public static ulong EightDigits(uint value)
    {
        var halves = value / 10_000 | ((ulong)(value % 10_000) << 32);
        var hundreds = ((halves * 10_486) >> 20) & 0x0000_007F_0000_007F;
        var quarters = hundreds | ((halves - (hundreds * 100)) << 16);
        var tens = ((quarters * 103) >> 10) & 0x000F_000F_000F_000F;
        return (tens | ((quarters - (tens * 10)) << 8)) + Zeros;
    }
}
