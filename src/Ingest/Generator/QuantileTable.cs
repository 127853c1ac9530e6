namespace RechargeMonitor.Ingest.Generator;

/// <summary>
/// A distribution of times, given by some of its quantiles and straight lines between them. Long-tailed shapes such as
/// a log-normal one become a dozen points, and a sample needs no logarithm, whose last bit differs between platforms.
/// </summary>
internal sealed class QuantileTable
{
    private const int FastBits = 8;
    private const int FastSize = 1 << FastBits;
    private const int RestBits = 32 - FastBits;

    private readonly ulong[] probabilities;
    private readonly int[] values;
    private readonly int[] fastFrom = new int[FastSize];
    private readonly int[] fastWidth = new int[FastSize];

    /// <param name="points">Ascending; the first at 0 and the last at 1,000,000 parts per million.</param>
    public QuantileTable(params ReadOnlySpan<(int PartsPerMillion, int Milliseconds)> points)
    {
        probabilities = new ulong[points.Length];
        values = new int[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            probabilities[i] = Chance.FromPartsPerMillion(points[i].PartsPerMillion);
            values[i] = points[i].Milliseconds;
        }

        for (var i = 0; i < FastSize - 1; i++)
        {
            fastFrom[i] = Interpolate((ulong)i << RestBits);
            fastWidth[i] = Interpolate((ulong)(i + 1) << RestBits) - fastFrom[i];
        }
    }

    /// <summary>The time in milliseconds at the quantile <paramref name="random"/> / 2^32.</summary>
    public int Sample(uint random)
    {
        var index = (int)(random >> RestBits);

        // The last of the steps holds the whole tail, which a straight line would flatten.
        return index == FastSize - 1
            ? Interpolate(random)
            : fastFrom[index] + (int)(((ulong)fastWidth[index] * (random & ((1u << RestBits) - 1))) >> RestBits);
    }

    private int Interpolate(ulong random)
    {
        var i = 1;
        while (probabilities[i] <= random)
            i++;

        var width = (ulong)(values[i] - values[i - 1]);
        return values[i - 1] + (int)((random - probabilities[i - 1]) * width / (probabilities[i] - probabilities[i - 1]));
    }
}
