using System.Runtime.CompilerServices;

namespace RechargeMonitor.Core.Lines;

/// <summary>
/// Some of the values with characters outside ASCII that were found valid earlier: where one of them stands again, it need
/// not be validated again. Such values are few, as <c>retMsg</c>'s.
/// </summary>
internal sealed class KnownTexts
{
    // Of each text the closing quote is kept too, so that nothing longer is taken for it.
    private const int MaxBytes = TextWindow.Bytes;
    private const int PlaceBits = 4;

    private readonly byte[] texts = new byte[MaxBytes << PlaceBits];
    private readonly ulong[] masks = new ulong[1 << PlaceBits];

    /// <summary>The length of the known text that stands at an offset; 0 when none does. <see cref="TextWindow.Bytes"/> are read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int LengthAt(ref byte first, nuint offset)
    {
        var place = Place(ref first, offset);
        var mask = masks[place];
        return (TextWindow.Differences(ref first, offset, ref texts[place * MaxBytes]) & mask) == 0
            ? System.Numerics.BitOperations.PopCount(mask >> 1) : 0;
    }

    /// <summary>Keeps a valid text without escapes, if it is short enough, in the place of another one.</summary>
    public void Keep(ref byte first, nuint offset, int length)
    {
        if (length >= MaxBytes)
            return;
        var place = Place(ref first, offset);
        Unsafe.CopyBlockUnaligned(ref texts[place * MaxBytes], ref Unsafe.Add(ref first, offset), (uint)length + 1);
        masks[place] = ulong.MaxValue >> (MaxBytes - 1 - length);
    }

    /// <summary>Texts of one field often begin alike, and the bytes behind a short one are mostly alike too.</summary>
    private static int Place(ref byte first, nuint offset)
    {
        var bytes = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, offset))
            ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, offset + 12));
        return (int)(bytes * 0x9E37_79B9_7F4A_7C15 >> (64 - PlaceBits));
    }
}
