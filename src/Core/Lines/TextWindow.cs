using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RechargeMonitor.Core.Lines;

/// <summary>
/// Looks at 64 bytes at once, one bit of the answer a byte. The forms for wide vectors, for narrower ones and for none say
/// the same; which one runs is decided when the code is compiled for the machine.
/// </summary>
internal static class TextWindow
{
    /// <summary>How many bytes from an offset on are read.</summary>
    public const int Bytes = 64;

    private const byte Quote = (byte)'"';
    private const byte Backslash = (byte)'\\';
    private const byte Space = (byte)' ';

    /// <summary>
    /// Where plain text stops: a quote, a backslash, a control character or a byte of a character outside ASCII.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Stops(ref byte first, nuint offset) =>
        Vector512.IsHardwareAccelerated ? StopsWide(ref first, offset)
        : Vector256.IsHardwareAccelerated ? StopsNarrow(ref first, offset)
        : StopsScalar(ref first, offset);

    /// <summary>Where 64 bytes differ from 64 others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Differences(ref byte first, nuint offset, ref byte others) =>
        Vector512.IsHardwareAccelerated ? DifferencesWide(ref first, offset, ref others)
        : Vector256.IsHardwareAccelerated ? DifferencesNarrow(ref first, offset, ref others)
        : DifferencesScalar(ref first, offset, ref others);

    // Bytes outside ASCII are negative as signed numbers, so that one comparison finds them and the control characters.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong StopsWide(ref byte first, nuint offset)
    {
        var bytes = Vector512.LoadUnsafe(ref first, offset);
        return (Vector512.Equals(bytes, Vector512.Create(Quote))
            | Vector512.Equals(bytes, Vector512.Create(Backslash))
            | Vector512.LessThan(bytes.AsSByte(), Vector512.Create((sbyte)Space)).AsByte()).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong StopsNarrow(ref byte first, nuint offset) =>
        StopsHalf(ref first, offset) | ((ulong)StopsHalf(ref first, offset + (nuint)Vector256<byte>.Count) << Vector256<byte>.Count);

    internal static ulong StopsScalar(ref byte first, nuint offset)
    {
        var stops = 0UL;
        for (var index = 0; index < Bytes; index++)
        {
            if (Unsafe.Add(ref first, offset + (nuint)index) is Quote or Backslash or < Space or >= 0x80)
                stops |= 1UL << index;
        }

        return stops;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong DifferencesWide(ref byte first, nuint offset, ref byte others) =>
        ~Vector512.Equals(Vector512.LoadUnsafe(ref first, offset), Vector512.LoadUnsafe(ref others)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong DifferencesNarrow(ref byte first, nuint offset, ref byte others)
    {
        var low = Vector256.Equals(Vector256.LoadUnsafe(ref first, offset), Vector256.LoadUnsafe(ref others));
        var next = (nuint)Vector256<byte>.Count;
        var high = Vector256.Equals(Vector256.LoadUnsafe(ref first, offset + next), Vector256.LoadUnsafe(ref others, next));
        return ~(low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << Vector256<byte>.Count));
    }

    internal static ulong DifferencesScalar(ref byte first, nuint offset, ref byte others)
    {
        var differences = 0UL;
        for (nuint index = 0; index < Bytes; index++)
        {
            if (Unsafe.Add(ref first, offset + index) != Unsafe.Add(ref others, index))
                differences |= 1UL << (int)index;
        }

        return differences;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint StopsHalf(ref byte first, nuint offset)
    {
        var bytes = Vector256.LoadUnsafe(ref first, offset);
        return (Vector256.Equals(bytes, Vector256.Create(Quote))
            | Vector256.Equals(bytes, Vector256.Create(Backslash))
            | Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)Space)).AsByte()).ExtractMostSignificantBits();
    }
}
