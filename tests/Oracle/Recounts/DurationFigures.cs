using System.Numerics;

namespace RechargeMonitor.Oracle;

/// <summary>All durations of one kind, each one kept.</summary>
public sealed class DurationFigures
{
    private readonly List<long> _all = [];

    public long Count => _all.Count;

    public long WithoutDuration { get; private set; }

    public long MinMs => _all.Min();

    public long MaxMs => _all.Max();

    /// <summary>Correctly rounded as long as the sum is below 2^53 ms, which 100 million durations of 24 h do not reach.</summary>
    public double AverageMs => (double)_all.Aggregate(BigInteger.Zero, (sum, ms) => sum + ms) / Count;

    public void Add(Duration duration)
    {
        if (!duration.IsAsked) return;
        if (duration.Ms is { } ms) _all.Add(ms);
        else WithoutDuration++;
    }

    /// <summary>The nearest-rank percentile: the smallest duration that at least this share does not exceed.</summary>
    public long PercentileMs(int percent)
    {
        var rank = ((Count * percent) + 99) / 100; // rounded up, counted from 1
        return _all.Order().ElementAt((int)rank - 1);
    }
}
