namespace RechargeMonitor.Ingest.Generator;

/// <summary>
/// When in the day orders start: few at night, most late in the morning and in the evening. Orders are spread over the
/// curve one after the other, each at a random place within its own share, so that a day has exactly its number of
/// orders and any order's start is found without the others.
/// </summary>
internal static class DayCurve
{
    public const int MinutesPerDay = 1_440;

    private const int MillisecondsPerMinute = 60_000;
    private const int GuideShift = 9;

    /// <summary>Relative load at each full hour; between them it changes steadily.</summary>
    private static readonly int[] Hours =
        [22, 13, 8, 6, 6, 10, 24, 48, 74, 94, 106, 104, 88, 78, 74, 76, 78, 80, 84, 94, 104, 98, 72, 42];

    /// <summary>The weight of everything before a minute, and the whole weight at the end.</summary>
    private static readonly int[] Before = MakeBefore();

    /// <summary>For each range of 2^9 weights the minute in which it begins.</summary>
    private static readonly short[] Guide = MakeGuide();

    private static ulong Total => (ulong)Before[MinutesPerDay];

    /// <summary>How many random bits <see cref="StartOf"/> takes, so that its products stay within 64 bits.</summary>
    public static int RandomBits(long orders) => Math.Min(31, 42 - (64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)orders)));

    /// <summary>When an order starts, in milliseconds since midnight; later numbers never start earlier.</summary>
    /// <param name="number">The order's number, from 0.</param>
    /// <param name="orders">How many the day has.</param>
    /// <param name="random">As many random bits as <paramref name="bits"/> says.</param>
    /// <param name="bits">What <see cref="RandomBits"/> gave for <paramref name="orders"/>.</param>
    public static int StartOf(long number, long orders, ulong random, int bits)
    {
        // Below 2^42 (the number with its random bits) times 2^21 (the whole weight), and the result below 2^52.
        var place = (((ulong)number << bits) | random) * Total / (ulong)orders;
        var weight = (int)(place >> bits);
        int minute = Guide[weight >> GuideShift];
        while (Before[minute + 1] <= weight)
            minute++;

        var inside = place - ((ulong)Before[minute] << bits);
        var width = (ulong)(Before[minute + 1] - Before[minute]) << bits;
        return (minute * MillisecondsPerMinute) + (int)(inside * MillisecondsPerMinute / width);
    }

    private static int[] MakeBefore()
    {
        var before = new int[MinutesPerDay + 1];
        for (var minute = 0; minute < MinutesPerDay; minute++)
        {
            var (hour, rest) = (minute / 60, minute % 60);
            var weight = ((Hours[hour] * (60 - rest)) + (Hours[(hour + 1) % 24] * rest)) / 6;
            before[minute + 1] = before[minute] + weight;
        }

        return before;
    }

    private static short[] MakeGuide()
    {
        var guide = new short[(Before[MinutesPerDay] >> GuideShift) + 1];
        short minute = 0;
        for (var i = 0; i < guide.Length; i++)
        {
            while (Before[minute + 1] <= i << GuideShift)
                minute++;
            guide[i] = minute;
        }

        return guide;
    }
}
