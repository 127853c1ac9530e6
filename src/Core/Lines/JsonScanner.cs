using System.Buffers;
using System.Runtime.CompilerServices;

namespace RechargeMonitor.Core.Lines;

/// <summary>
/// Walks over JSON in UTF-8 as RFC 8259 has it: no comments, no trailing commas, any depth. Every step answers whether
/// what stands there is well-formed and moves <see cref="Position"/> behind it. It never throws and never allocates.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> bytes)
{
    // A quote, a backslash and the control characters.
    private static readonly SearchValues<byte> EndsPlainText = SearchValues.Create(
        "\"\\"u8
        + "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f"u8
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"u8);

    private readonly ReadOnlySpan<byte> bytes = bytes;

    public int Position;

    public readonly bool AtEnd => Position >= bytes.Length;

    /// <summary>The byte at the position, or 0 at the end, which begins nothing in JSON.</summary>
    public readonly byte Current => Position < bytes.Length ? bytes[Position] : (byte)0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SkipWhiteSpace()
    {
        while (Position < bytes.Length && bytes[Position] <= ' ' && bytes[Position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            Position++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(byte expected)
    {
        if (Current != expected)
            return false;
        Position++;
        return true;
    }

    /// <summary>A string, from its opening quote.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryString(out JsonText text)
    {
        text = default;
        if (!TryTake((byte)'"'))
            return false;
        var start = Position;
        var isEscaped = false;
        while (true)
        {
            var plain = bytes[Position..].IndexOfAny(EndsPlainText);
            if (plain < 0)
                return false;
            Position += plain;
            if (bytes[Position] == '"')
            {
                text = new JsonText(start, Position - start, isEscaped);
                Position++;
                return true;
            }

            isEscaped = true;
            if (bytes[Position] != '\\' || !TryEscape())
                return false;
        }
    }

    /// <summary>A value. <paramref name="text"/> says where its text stands if it is a string or a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryValue(out JsonText text) => Current == '"' ? TryString(out text) : TryNoString(out text);

    private bool TryNoString(out JsonText text)
    {
        text = default;
        switch (Current)
        {
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                var start = Position;
                var isNumber = TryNumber();
                text = new JsonText(start, Position - start, isEscaped: false);
                return isNumber;
            case (byte)'t':
                return TryLiteral("true"u8);
            case (byte)'f':
                return TryLiteral("false"u8);
            case (byte)'n':
                return TryLiteral("null"u8);
            case (byte)'{' or (byte)'[':
                return TryNested();
            default:
                return false;
        }
    }

    private bool TryEscape()
    {
        Position++;
        switch (Current)
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                Position++;
                return true;
            case (byte)'u':
                Position++;
                for (var digit = 0; digit < 4; digit++, Position++)
                {
                    if (!char.IsAsciiHexDigit((char)Current))
                        return false;
                }

                return true;
            default:
                return false;
        }
    }

    private bool TryNumber()
    {
        TryTake((byte)'-');
        if (!TryTake((byte)'0') && !TryDigits())
            return false;
        if (TryTake((byte)'.') && !TryDigits())
            return false;
        if (Current is not ((byte)'e' or (byte)'E'))
            return true;
        Position++;
        if (Current is (byte)'+' or (byte)'-')
            Position++;
        return TryDigits();
    }

    private bool TryDigits()
    {
        var start = Position;
        while (char.IsAsciiDigit((char)Current))
            Position++;
        return Position > start;
    }

    private bool TryLiteral(ReadOnlySpan<byte> literal)
    {
        if (!bytes[Position..].StartsWith(literal))
            return false;
        Position += literal.Length;
        return true;
    }

    /// <summary>An object or an array with all that is in it. One bit a level says which of the two it is.</summary>
    private bool TryNested()
    {
        Span<ulong> isObject = stackalloc ulong[LineSplitter.MaxLineBytes / 64];
        var depth = 0;
        while (true)
        {
            // A value begins here.
            if (Current is (byte)'{' or (byte)'[')
            {
                var opensObject = Current == '{';
                Position++;
                SetBit(isObject, depth++, opensObject);
                SkipWhiteSpace();
                if (Current == (opensObject ? (byte)'}' : (byte)']'))
                {
                    // An empty container ends at once: the loop below takes its closing bracket.
                }
                else
                {
                    if (opensObject && !TryName())
                        return false;
                    continue;
                }
            }
            else if (!TryLeaf())
            {
                return false;
            }

            // A value has ended here: close what ends with it, or go on to the next value.
            while (true)
            {
                SkipWhiteSpace();
                var inObject = GetBit(isObject, depth - 1);
                if (TryTake((byte)','))
                {
                    SkipWhiteSpace();
                    if (inObject && !TryName())
                        return false;
                    break;
                }

                if (!TryTake(inObject ? (byte)'}' : (byte)']'))
                    return false;
                if (--depth == 0)
                    return true;
            }
        }
    }

    private bool TryLeaf() => Current is not ((byte)'{' or (byte)'[') && TryValue(out _);

    /// <summary>A member's name and colon, up to its value.</summary>
    private bool TryName()
    {
        if (!TryString(out _))
            return false;
        SkipWhiteSpace();
        if (!TryTake((byte)':'))
            return false;
        SkipWhiteSpace();
        return true;
    }

    private static void SetBit(Span<ulong> bits, int index, bool value)
    {
        var mask = 1UL << (index & 63);
        bits[index >> 6] = value ? bits[index >> 6] | mask : bits[index >> 6] & ~mask;
    }

    private static bool GetBit(ReadOnlySpan<ulong> bits, int index) => (bits[index >> 6] & (1UL << (index & 63))) != 0;
}
