using System.Runtime.CompilerServices;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Figures;

/// <summary>Durations in ms: count, sum, smallest and largest exact, percentiles within 1 %.</summary>
public sealed class DurationTally
{
    private readonly DurationHistogram histogram;
    private long sumMs;

    /// <summary>An empty tally.</summary>
    public DurationTally()
        : this(new DurationHistogram())
    {
    }

    private DurationTally(DurationHistogram histogram) => this.histogram = histogram;

    /// <summary>How many durations were counted.</summary>
    public long Count { get; private set; }

    /// <summary>How many could not be computed, were negative or above 24 h.</summary>
    public long WithoutDuration { get; private set; }

    /// <summary>The shortest, in ms; 0 when there is none.</summary>
    public int MinMs { get; private set; }

    /// <summary>The longest, in ms; 0 when there is none.</summary>
    public int MaxMs { get; private set; }

    /// <summary>The average in ms; only where <see cref="Count"/> is not 0.</summary>
    public double AverageMs => (double)sumMs / Count;

    /// <summary>Counts one duration, or <see cref="Notification.WithoutDuration"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int milliseconds)
    {
        if (milliseconds == Notification.WithoutDuration)
        {
            WithoutDuration++;
            return;
        }

        Include(1, milliseconds, milliseconds, milliseconds);
        histogram.Add(milliseconds);
    }

    /// <summary>Adds another tally.</summary>
    public void Merge(DurationTally from)
    {
        WithoutDuration += from.WithoutDuration;
        if (from.Count == 0)
            return;
        Include(from.Count, from.sumMs, from.MinMs, from.MaxMs);
        histogram.Merge(from.histogram);
    }

    /// <summary>The nearest-rank percentile in ms, within 1 % of the true value; only where <see cref="Count"/> is not 0.</summary>
    /// <param name="percent">1 to 100.</param>
    public long PercentileMs(int percent)
    {
        // The percentage rounded up, without a product that passes 64 bits.
        var rank = (Count / 100 * percent) + (((Count % 100 * percent) + 99) / 100);
        return Math.Clamp(histogram.AtRank(rank), MinMs, MaxMs);
    }

    internal void WriteTo(FormWriter writer)
    {
        writer.WriteCount(Count);
        writer.WriteCount(WithoutDuration);
        if (Count == 0)
            return;
        writer.WriteCount(sumMs);
        writer.WriteCount(MinMs);
        writer.WriteCount(MaxMs);
        histogram.WriteTo(writer);
    }

    internal static DurationTally ReadFrom(ref FormReader reader)
    {
        var count = reader.ReadCount();
        var without = reader.ReadCount();
        if (count == 0)
            return new DurationTally { WithoutDuration = without };
        var (sum, min, max) = (reader.ReadCount(), reader.ReadCount(int.MaxValue), reader.ReadCount(int.MaxValue));
        var histogram = DurationHistogram.ReadFrom(ref reader);
        if (min > max || max > ChinaTime.MsPerDay || histogram.Total != count)
            throw new FormatException($"{count} durations from {min} to {max} ms do not fit a histogram of {histogram.Total}");
        return new DurationTally(histogram)
        {
            Count = count,
            WithoutDuration = without,
            sumMs = sum,
            MinMs = min,
            MaxMs = max,
        };
    }

    private void Include(long count, long sum, int min, int max)
    {
        MinMs = Count == 0 ? min : Math.Min(MinMs, min);
        MaxMs = Math.Max(MaxMs, max);
        Count += count;
        sumMs += sum;
    }
}
