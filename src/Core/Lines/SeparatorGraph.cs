using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RechargeMonitor.Core.Lines;

/// <summary>
/// The separators of earlier lines, and which followed which: a guess at what comes next. A wrong guess costs time and
/// nothing else, because bytes are compared before anything is made of them.
/// </summary>
/// <remarks>
/// Numbers are given in the order in which separators are met, so the first guess behind number n is n + 1 and needs no
/// look-up. As any separator may stand behind any value, it does not matter for what is right whether it ever did; only
/// those that begin a line are different, and each of them has an empty number before it.
/// </remarks>
internal sealed class SeparatorGraph
{
    // The number that stands before all lines.
    private const int RootNumber = 0;

    // The number of the first separator that began a line.
    private const int FirstNumber = 1;

    // The number for what is not kept. The ones beside it stay empty.
    private const int NotKept = 254;

    // Up to this number each kind of line gets numbers of its own, in a row, even for separators that are known; above, only
    // new separators are kept, and lines of many kinds share what there is.
    private const int OwnNumbers = 160;

    // How many separators must have been read, since all was forgotten, before all is forgotten again for room.
    private const int PatienceReads = 1 << 16;

    private readonly Separator[] separators = new Separator[NotKept + 2];

    // By a hash of their bytes, with linear probing.
    private readonly byte[] places = new byte[1024];
    private int used;
    private int reads;

    public SeparatorGraph() => Forget();

    /// <summary>What stands before all lines. It is no separator.</summary>
    public ref Separator Root
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref MemoryMarshal.GetArrayDataReference(separators);
    }

    /// <summary>Whether this is the root.</summary>
    public bool IsRoot(ref Separator separator) => Unsafe.AreSame(ref separator, ref Root);

    /// <summary>Another separator that followed <paramref name="before"/> earlier and stands at an offset; the root when none does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref Separator FindOther(scoped ref Separator before, scoped ref byte first, nuint offset)
    {
        foreach (var other in before.Others)
        {
            if (other == RootNumber)
                break;
            ref var candidate = ref separators[other];
            if ((TextWindow.Differences(ref first, offset, ref candidate.Bytes[0]) & candidate.Mask) == 0)
                return ref candidate;
        }

        return ref Root;
    }

    /// <summary>Keeps a separator that was read behind another one.</summary>
    /// <param name="before">The one before it, or the root.</param>
    /// <param name="read">Kind, field and length.</param>
    /// <param name="bytes">Its bytes, those of the line's ending included; empty when it cannot be kept.</param>
    /// <returns>Where it is kept.</returns>
    public ref Separator Learn(ref Separator before, scoped in Separator read, scoped ReadOnlySpan<byte> bytes)
    {
        reads++;
        var number = bytes.Length is 0 or > Separator.MaxBytes ? NotKept : Keep(IsRoot(ref before), read, bytes);
        ref var separator = ref separators[number];
        if (number == NotKept)
            separator = read with { Mask = ulong.MaxValue, Others = separator.Others };
        else if (!Unsafe.AreSame(ref Unsafe.Add(ref before, 1), ref separator))
            Link(ref before, (byte)number);
        return ref separator;
    }

    private static void Link(scoped ref Separator before, byte number)
    {
        Span<byte> others = before.Others;
        var place = others.IndexOf((byte)RootNumber);
        others[place < 0 ? others.Length - 1 : place] = number;
    }

    private int Keep(bool isFirst, scoped in Separator read, ReadOnlySpan<byte> bytes)
    {
        var place = Hash(bytes);
        for (; places[place] != 0; place = (place + 1) % places.Length)
        {
            ref var known = ref separators[places[place]];
            if (!bytes.SequenceEqual(((ReadOnlySpan<byte>)known.Bytes)[..known.Length]))
                continue;
            if (isFirst || used >= OwnNumbers)
                return places[place];
            break;
        }

        // An empty number before each other separator that begins a line.
        var number = !isFirst ? used : separators[FirstNumber].Kind == SeparatorKind.None ? FirstNumber : used + 1;
        if (number >= NotKept - 1)
        {
            if (reads >= PatienceReads)
                Forget();
            return NotKept;
        }

        ref var separator = ref separators[number];
        separator = read;
        separator.Mask = ulong.MaxValue >> (Separator.MaxBytes - bytes.Length);
        bytes.CopyTo(separator.Bytes);
        places[place] = (byte)number;
        used = Math.Max(used, number + 1);
        return number;
    }

    private void Forget()
    {
        // What is empty equals 64 zero bytes, which stand nowhere in JSON.
        for (var number = 0; number < separators.Length; number++)
            separators[number] = new Separator { Mask = ulong.MaxValue };
        Array.Clear(places);
        (used, reads) = (FirstNumber + 1, 0);
    }

    private int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return (int)((uint)hash.ToHashCode() % (uint)places.Length);
    }
}
