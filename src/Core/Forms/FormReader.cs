using System.Buffers.Binary;
using System.Text;

namespace RechargeMonitor.Core.Forms;

/// <summary>Reads what <see cref="FormWriter"/> wrote. Bytes that are no such form throw <see cref="FormatException"/>.</summary>
/// <param name="bytes">The form.</param>
public ref struct FormReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>
    /// No count, offset or revision gets here (10^18); one that is read must leave room to be added to, or what it belongs to
    /// could not be stored again.
    /// </summary>
    private const long MaxCount = 1L << 60;

    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Reads one value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public delegate T Read<T>(ref FormReader reader);

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>A number that is not negative.</summary>
    public long ReadCount()
    {
        // Most numbers are small: differences, durations, places in a list.
        if (!rest.IsEmpty && rest[0] < 0x80)
        {
            var small = rest[0];
            rest = rest[1..];
            return small;
        }

        ulong value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var part = ReadByte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value <= MaxCount ? (long)value : throw new FormatException($"a number is {value}, which no count gets to");
        }

        throw new FormatException("a number is longer than 63 bits");
    }

    /// <summary>A number between 0 and <paramref name="max"/>.</summary>
    public int ReadCount(int max)
    {
        var value = ReadCount();
        return value <= max ? (int)value : throw new FormatException($"a number is {value}, at most {max} was expected");
    }

    /// <summary>A number that may pass 64 bits.</summary>
    public UInt128 ReadWide()
    {
        UInt128 value = 0;
        for (var shift = 0; shift < 128; shift += 7)
        {
            var part = ReadByte();
            if (shift == 126 && part > 3)
                break;
            value |= (UInt128)(uint)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw new FormatException("a number is longer than 128 bits");
    }

    /// <summary>One byte.</summary>
    public byte ReadByte()
    {
        if (rest.IsEmpty)
            throw EndsEarly(1);
        var value = rest[0];
        rest = rest[1..];
        return value;
    }

    /// <summary>Yes or no.</summary>
    public bool ReadBool() => ReadByte() switch
    {
        0 => false,
        1 => true,
        var value => throw new FormatException($"a yes or no is {value}"),
    };

    /// <summary>Bytes with their number in front, at most <paramref name="max"/>; they refer to the form.</summary>
    public ReadOnlySpan<byte> ReadBytes(int max) => Take(ReadCount(max));

    /// <summary>Text in UTF-8 of at most <paramref name="maxBytes"/>.</summary>
    public string ReadText(int maxBytes) => Encoding.UTF8.GetString(ReadBytes(maxBytes));

    /// <summary>An instant.</summary>
    public DateTimeOffset ReadInstant()
    {
        var milliseconds = BinaryPrimitives.ReadInt64LittleEndian(Take(8));
        return milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new FormatException($"an instant is {milliseconds} ms from 1970, which no calendar has");
    }

    /// <summary>Makes sure that the form ends here.</summary>
    public readonly void ReadEnd()
    {
        if (!rest.IsEmpty)
            throw new FormatException($"the form goes on for {rest.Length} bytes where it should end");
    }

    /// <summary>The next bytes as they are.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > rest.Length)
            throw EndsEarly(length);
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private readonly FormatException EndsEarly(int length) => new($"the form ends {length - rest.Length} bytes too early");
}
