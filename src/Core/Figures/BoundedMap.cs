using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Figures;

/// <summary>A figure that can be added to another one of its kind; adding is commutative and associative.</summary>
/// <typeparam name="T">The figure's own type.</typeparam>
public interface IMergeable<T>
    where T : struct
{
    /// <summary>Adds <paramref name="from"/> to <paramref name="into"/>, and changes nothing else.</summary>
    static abstract void Merge(ref T into, in T from);
}

/// <summary>A key with its figures.</summary>
/// <typeparam name="TValue">The figures of one key.</typeparam>
/// <param name="Key">UTF-8.</param>
/// <param name="Value">Its figures.</param>
public readonly record struct KeyedFigures<TValue>(byte[] Key, TValue Value);

/// <summary>
/// Figures by key, for a bounded number of keys: kept are the first ones in the order of their UTF-8 bytes, all others
/// are counted together. What is kept is a function of the set of keys alone, whatever their order and whatever was merged
/// when: a key that is once pushed out is greater than as many keys as are kept, for good.
/// </summary>
/// <typeparam name="TValue">The figures of one key.</typeparam>
/// <param name="capacity">How many keys are kept at the most.</param>
public sealed class BoundedMap<TValue>(int capacity)
    where TValue : struct, IMergeable<TValue>
{
    // Where a key was found last, by a hash of its beginning: a guess that is confirmed before it is used.
    private const int GuessBits = 6;

    private const int FirstEntries = 4;

    private readonly byte[] guesses = new byte[1 << GuessBits];
    private Entry[] entries = new Entry[FirstEntries];
    private TValue other;

    /// <summary>How many keys are kept.</summary>
    public int Count { get; private set; }

    /// <summary>Whether keys were counted under <see cref="BoundedKey.Other"/>.</summary>
    public bool HasOther { get; private set; }

    /// <summary>The figures of all other keys together.</summary>
    public ref readonly TValue Other => ref other;

    /// <summary>The figures to add to for a key. The reference is good until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref TValue At(scoped ReadOnlySpan<byte> key)
    {
        var prefix = Prefix(key);
        ref var guess = ref guesses[(prefix + (uint)key.Length) * 0x9E37_79B9_7F4A_7C15 >> (64 - GuessBits)];
        if (guess < Count && entries[guess].Is(key, prefix))
            return ref entries[guess].Value;
        for (var index = 0; index < Count; index++)
        {
            if (!entries[index].Is(key, prefix))
                continue;
            guess = (byte)index;
            return ref entries[index].Value;
        }

        return ref Insert(key, prefix);
    }

    /// <summary>The kept keys with their figures, in the order of the keys' bytes.</summary>
    public KeyedFigures<TValue>[] InOrder() => InOrder(Count);

    /// <summary>The same with <see cref="BoundedKey.Other"/> at its place among them, if there is anything under it.</summary>
    public KeyedFigures<TValue>[] InOrderWithOther() => InOrder(HasOther ? Count + 1 : Count);

    /// <summary>Adds the figures of another map of the same capacity.</summary>
    public void Merge(BoundedMap<TValue> from)
    {
        for (var index = 0; index < from.Count; index++)
            TValue.Merge(ref At(from.entries[index].Key), in from.entries[index].Value);
        if (from.HasOther)
            TValue.Merge(ref AtOther(), in from.other);
    }

    /// <summary>Writes all of it; the same figures give the same bytes.</summary>
    internal void WriteTo(FormWriter writer, Action<FormWriter, TValue> writeValue)
    {
        writer.WriteCount(Count);
        foreach (var (key, value) in InOrder())
        {
            writer.WriteBytes(key);
            writeValue(writer, value);
        }

        writer.WriteBool(HasOther);
        if (HasOther)
            writeValue(writer, other);
    }

    /// <summary>Adds what <see cref="WriteTo"/> wrote.</summary>
    internal void ReadFrom(ref FormReader reader, FormReader.Read<TValue> readValue)
    {
        var count = reader.ReadCount(capacity);
        for (var index = 0; index < count; index++)
        {
            var key = reader.ReadBytes(BoundedKey.MaxBytes);
            if (!Utf8.IsValid(key) || key.SequenceEqual(BoundedKey.Other))
                throw new FormatException($"a key is stored as {Convert.ToHexString(key)}, which no key is");
            At(key) = readValue(ref reader);
        }

        if (reader.ReadBool())
            AtOther() = readValue(ref reader);
    }

    private KeyedFigures<TValue>[] InOrder(int length)
    {
        var items = new KeyedFigures<TValue>[length];
        for (var index = 0; index < length; index++)
            items[index] = index < Count ? new(entries[index].Key, entries[index].Value) : new(BoundedKey.Other.ToArray(), other);
        StableSort.Sort(items, (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        return items;
    }

    private ref TValue AtOther()
    {
        HasOther = true;
        return ref other;
    }

    private ref TValue Insert(scoped ReadOnlySpan<byte> key, ulong prefix)
    {
        if (key.SequenceEqual(BoundedKey.Other))
            return ref AtOther();
        if (Count < capacity)
        {
            if (Count == entries.Length)
                Grow();
            return ref Put(Count++, key, prefix);
        }

        var last = 0;
        for (var index = 1; index < Count; index++)
        {
            if (entries[index].Key.AsSpan().SequenceCompareTo(entries[last].Key) > 0)
                last = index;
        }

        if (key.SequenceCompareTo(entries[last].Key) > 0)
            return ref AtOther();
        TValue.Merge(ref AtOther(), in entries[last].Value);
        return ref Put(last, key, prefix);
    }

    // Array.Resize cannot be compiled ahead for a struct of ours.
    private void Grow()
    {
        var larger = new Entry[Math.Min(capacity, Count * 2)];
        Array.Copy(entries, larger, Count);
        entries = larger;
    }

    private ref TValue Put(int index, scoped ReadOnlySpan<byte> key, ulong prefix)
    {
        entries[index] = new Entry { Key = key.ToArray(), Prefix = prefix };
        return ref entries[index].Value;
    }

    private static ulong Prefix(ReadOnlySpan<byte> key)
    {
        if (key.Length >= 8)
            return BinaryPrimitives.ReadUInt64LittleEndian(key);
        if (key.Length >= 4)
        {
            // Two halves that overlap where the key has fewer than eight bytes.
            var end = BinaryPrimitives.ReadUInt32LittleEndian(key[^4..]);
            return BinaryPrimitives.ReadUInt32LittleEndian(key) | ((ulong)end << (8 * (key.Length - 4)));
        }

        var prefix = 0UL;
        for (var index = 0; index < key.Length; index++)
            prefix |= (ulong)key[index] << (8 * index);
        return prefix;
    }

    private struct Entry
    {
        public byte[] Key;
        public ulong Prefix;
        public TValue Value;

        public readonly bool Is(scoped ReadOnlySpan<byte> key, ulong prefix) =>
            Prefix == prefix && Key.Length == key.Length && (key.Length <= 8 || key.SequenceEqual(Key));
    }
}
