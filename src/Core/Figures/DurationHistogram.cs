using System.Numerics;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Figures;

/// <summary>
/// Counts of durations by size, for percentiles. Up to 127 ms every millisecond has a bucket; above, each power of two is
/// cut into 64, so the middle of a bucket is within 1/128 (0.8 %) of every value in it. Bounded: 1,363 buckets reach 24 h.
/// </summary>
public sealed class DurationHistogram
{
    private const int ExactBits = 7;
    private const int Exact = 1 << ExactBits;
    private const int PerOctave = Exact / 2;

    // A few values, as of a day with little traffic, do not pay for a table.
    private const int SparseLimit = 16;

    /// <summary>How many buckets there are.</summary>
    internal static int BucketCount { get; } = BucketOf((int)Lines.ChinaTime.MsPerDay) + 1;

    private int[] sparseBuckets = [];
    private long[] counts = [];
    private int used;

    /// <summary>How many durations were counted; wraps where a broken form says more than can be.</summary>
    internal long Total
    {
        get
        {
            var total = 0L;
            foreach (var count in counts)
                total = unchecked(total + count);
            return total;
        }
    }

    private bool IsDense => counts.Length == BucketCount;

    /// <summary>Counts one duration, 0 to 86,400,000 ms.</summary>
    public void Add(int milliseconds) => AddTo(BucketOf(milliseconds), 1);

    /// <summary>Adds another histogram.</summary>
    public void Merge(DurationHistogram from)
    {
        for (var index = 0; index < from.used; index++)
            AddTo(from.sparseBuckets[index], from.counts[index]);
        if (!from.IsDense)
            return;
        if (!IsDense)
            BecomeDense();
        for (var bucket = 0; bucket < BucketCount; bucket++)
            counts[bucket] += from.counts[bucket];
    }

    /// <summary>The value at a rank: nearest-rank, the middle of its bucket.</summary>
    /// <param name="rank">From 1 to the number of durations.</param>
    public long AtRank(long rank)
    {
        var dense = IsDense ? counts : ToDense();
        long seen = 0;
        var last = 0;
        for (var bucket = 0; bucket < dense.Length && seen < rank; bucket++)
        {
            if (dense[bucket] == 0)
                continue;
            seen += dense[bucket];
            last = bucket;
        }

        return Middle(last);
    }

    internal void WriteTo(FormWriter writer)
    {
        var dense = IsDense ? counts : ToDense();
        writer.WriteCount(dense.Length - dense.AsSpan().Count(0));
        var previous = 0;
        for (var bucket = 0; bucket < dense.Length; bucket++)
        {
            if (dense[bucket] == 0)
                continue;
            writer.WriteCount(bucket - previous);
            writer.WriteCount(dense[bucket]);
            previous = bucket;
        }
    }

    internal static DurationHistogram ReadFrom(ref FormReader reader)
    {
        var histogram = new DurationHistogram();
        var length = reader.ReadCount(BucketCount);
        var bucket = 0L;
        for (var index = 0; index < length; index++)
        {
            bucket += reader.ReadCount(BucketCount);
            if (bucket >= BucketCount)
                throw new FormatException("a histogram names a bucket that does not exist");
            histogram.AddTo((int)bucket, reader.ReadCount());
        }

        return histogram;
    }

    internal static int BucketOf(int milliseconds)
    {
        if (milliseconds < Exact)
            return milliseconds;
        var octave = BitOperations.Log2((uint)milliseconds) - ExactBits;
        return Exact + (octave * PerOctave) + (milliseconds >> (octave + 1)) - PerOctave;
    }

    internal static long Middle(int bucket)
    {
        if (bucket < Exact)
            return bucket;
        var octave = (bucket - Exact) / PerOctave;
        var width = 2L << octave;
        return (((bucket - Exact) % PerOctave) + PerOctave) * width + ((width - 1) / 2);
    }

    private void AddTo(int bucket, long count)
    {
        if (IsDense)
        {
            counts[bucket] += count;
            return;
        }

        var index = Array.IndexOf(sparseBuckets, bucket, 0, used);
        if (index >= 0)
        {
            counts[index] += count;
            return;
        }

        if (used == SparseLimit)
        {
            BecomeDense();
            counts[bucket] += count;
            return;
        }

        if (used == sparseBuckets.Length)
        {
            Array.Resize(ref sparseBuckets, Math.Max(4, used * 2));

            // Array.Resize is not compiled ahead for long.
            var larger = new long[sparseBuckets.Length];
            Array.Copy(counts, larger, used);
            counts = larger;
        }

        sparseBuckets[used] = bucket;
        counts[used++] = count;
    }

    private void BecomeDense() => (counts, sparseBuckets, used) = (ToDense(), [], 0);

    private long[] ToDense()
    {
        var dense = new long[BucketCount];
        for (var index = 0; index < used; index++)
            dense[sparseBuckets[index]] = counts[index];
        return dense;
    }
}
