using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RechargeMonitor.Core.Lines;

/// <summary>
/// Reads the form in which the hosts write nearly all lines: one object without white space, whose values are all
/// strings without escapes. In that form quotes alone tell where everything stands, and many bytes are searched for
/// quotes at once. Every other line is left to <see cref="JsonScanner"/>, which reads the same of these lines.
/// </summary>
internal static class PlainLine
{
    /// <summary>Lines with more quotes than this (four a field) are left to the scanner.</summary>
    public const int MaxQuotes = 256;

    /// <summary>How much room <see cref="TryFields"/> needs for positions.</summary>
    public const int ScratchLength = MaxQuotes + 4;

    private const int BlockBytes = 64;

    /// <summary>Finds the fields' texts. False when the line is not of this form; <paramref name="fields"/> is then unchanged.</summary>
    /// <param name="line">A line.</param>
    /// <param name="quotes">Scratch of <see cref="ScratchLength"/>.</param>
    /// <param name="fields">Gets the texts.</param>
    public static bool TryFields(ReadOnlySpan<byte> line, Span<int> quotes, scoped Span<JsonText> fields)
    {
        if (!Vector256.IsHardwareAccelerated || line.Length < BlockBytes || line[0] != '{' || line[^1] != '}')
            return false;
        var count = FindQuotes(line, quotes);
        if (count == 0 || count % 4 != 0 || !IsPlain(line, quotes[..count]))
            return false;
        Assign(line, quotes[..count], fields);
        return true;
    }

    /// <summary>The positions of all quotes; 0 if there are too many, or an escape or a control character.</summary>
    private static int FindQuotes(ReadOnlySpan<byte> line, Span<int> quotes)
    {
        var count = 0;
        ref var first = ref MemoryMarshal.GetReference(line);
        var last = line.Length - BlockBytes;
        for (var start = 0; start < line.Length; start += BlockBytes)
        {
            // The last block overlaps the one before it: what was seen there is shifted out.
            var from = Math.Min(start, last);
            var low = Vector256.LoadUnsafe(ref first, (nuint)from);
            var high = Vector256.LoadUnsafe(ref first, (nuint)(from + Vector256<byte>.Count));
            if ((Refused(low) | Refused(high)) != Vector256<byte>.Zero)
                return 0;
            var found = (Quotes(low) | ((ulong)Quotes(high) << 32)) >> (start - from);
            var next = count + BitOperations.PopCount(found);
            if (next > MaxQuotes)
                return 0;

            // Four at a time, because how many there are cannot be foretold; those too many are overwritten.
            for (; found != 0; count += 4)
            {
                var four = quotes.Slice(count, 4);
                for (var index = 0; index < four.Length; index++, found &= found - 1)
                    four[index] = start + BitOperations.TrailingZeroCount(found);
            }

            count = next;
        }

        return count;
    }

    private static Vector256<byte> Refused(Vector256<byte> bytes) =>
        Vector256.Equals(bytes, Vector256.Create((byte)'\\')) | Vector256.LessThan(bytes, Vector256.Create((byte)' '));

    private static uint Quotes(Vector256<byte> bytes) => Vector256.Equals(bytes, Vector256.Create((byte)'"')).ExtractMostSignificantBits();

    /// <summary>Whether between the quotes of names and values stands just what JSON needs.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> line, ReadOnlySpan<int> quotes)
    {
        if (quotes[0] != 1 || quotes[^1] != line.Length - 2)
            return false;
        for (var field = 0; field + 4 <= quotes.Length; field += 4)
        {
            var colon = quotes[field + 1] + 1;
            if (quotes[field + 2] != colon + 1 || line[colon] != ':')
                return false;
            var comma = quotes[field + 3] + 1;
            if (field + 4 < quotes.Length && (quotes[field + 4] != comma + 1 || line[comma] != ','))
                return false;
        }

        return true;
    }

    private static void Assign(ReadOnlySpan<byte> line, ReadOnlySpan<int> quotes, scoped Span<JsonText> fields)
    {
        for (var quote = 0; quote + 4 <= quotes.Length; quote += 4)
        {
            // The last of several members of one name counts.
            var field = JsonFields.Find(line[(quotes[quote] + 1)..quotes[quote + 1]]);
            if (field != JsonField.None)
                fields[(int)field] = new JsonText { Start = quotes[quote + 2] + 1, Length = quotes[quote + 3] - quotes[quote + 2] - 1, IsText = true };
        }
    }
}
