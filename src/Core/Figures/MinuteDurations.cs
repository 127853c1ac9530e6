using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Figures;

/// <summary>
/// Durations of one minute by size, for percentiles over some minutes: the buckets of <see cref="DurationHistogram"/>, of
/// which only those in use take memory, since there is one of these for every minute that is kept.
/// </summary>
public sealed class MinuteDurations
{
    // Ascending; the first `used` places hold something.
    private ushort[] buckets = [];
    private int[] counts = [];
    private int used;

    /// <summary>How many durations were counted.</summary>
    public long Count
    {
        get
        {
            var count = 0L;
            foreach (var part in counts.AsSpan(0, used))
                count += part;
            return count;
        }
    }

    /// <summary>Counts one duration; one that could not be computed does not count.</summary>
    public void Add(int milliseconds)
    {
        if (milliseconds >= 0)
            AddTo((ushort)DurationHistogram.BucketOf(milliseconds), 1);
    }

    /// <summary>Adds those of another one.</summary>
    public void Merge(MinuteDurations from)
    {
        for (var index = 0; index < from.used; index++)
            AddTo(from.buckets[index], from.counts[index]);
    }

    /// <summary>The nearest-rank percentile in ms, within 1 % of the true value; only where <see cref="Count"/> is not 0.</summary>
    /// <param name="percent">1 to 100.</param>
    public long PercentileMs(int percent)
    {
        var left = ((Count * percent) + 99) / 100;
        var index = 0;
        while (index < used - 1 && left > counts[index])
            left -= counts[index++];
        return DurationHistogram.Middle(buckets[index]);
    }

    internal void WriteTo(FormWriter writer)
    {
        writer.WriteCount(used);
        var previous = 0;
        for (var index = 0; index < used; index++)
        {
            writer.WriteCount(buckets[index] - previous);
            writer.WriteCount(counts[index]);
            previous = buckets[index];
        }
    }

    internal static MinuteDurations ReadFrom(ref FormReader reader)
    {
        var length = reader.ReadCount(DurationHistogram.BucketCount);
        var durations = new MinuteDurations { buckets = new ushort[length], counts = new int[length], used = length };
        var bucket = 0;
        for (var index = 0; index < length; index++)
        {
            var step = reader.ReadCount(DurationHistogram.BucketCount);
            bucket += step;
            if (bucket >= DurationHistogram.BucketCount || (step == 0 && index > 0))
                throw new FormatException("the durations of a minute name a bucket that does not exist, or one twice");
            durations.buckets[index] = (ushort)bucket;
            durations.counts[index] = reader.ReadCount(int.MaxValue);
        }

        return durations;
    }

    private void AddTo(ushort bucket, int count)
    {
        var index = buckets.AsSpan(0, used).BinarySearch(bucket);
        if (index < 0)
            Insert(index = ~index, bucket);
        counts[index] = MinuteCount.Sum(counts[index], count);
    }

    private void Insert(int index, ushort bucket)
    {
        if (used == buckets.Length)
        {
            Array.Resize(ref buckets, Math.Max(4, used * 2));
            Array.Resize(ref counts, buckets.Length);
        }

        Array.Copy(buckets, index, buckets, index + 1, used - index);
        Array.Copy(counts, index, counts, index + 1, used - index);
        (buckets[index], counts[index]) = (bucket, 0);
        used++;
    }
}

/// <summary>Counts of one minute, of which there are many: half as wide as others, and full at 2,147,483,647.</summary>
internal static class MinuteCount
{
    /// <summary>The sum, which stays commutative and associative where it is full.</summary>
    public static int Sum(int left, int right) => (int)Math.Min((long)left + right, int.MaxValue);
}
