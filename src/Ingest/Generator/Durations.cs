namespace RechargeMonitor.Ingest.Generator;

/// <summary>How long things take, in milliseconds: log-normal bodies with heavier tails, as operators know them.</summary>
internal static class Durations
{
    private const int Second = 1_000;
    private const int Minute = 60 * Second;
    private const int Hour = 60 * Minute;

    /// <summary>An order made, then the page on which the customer chooses how to pay.</summary>
    public static readonly QuantileTable Choice = new(
        (0, 150), (100_000, 400), (500_000, 1_200), (900_000, 3_500), (990_000, 12 * Second), (1_000_000, 45 * Second));

    /// <summary>The customer pays: seconds, sometimes minutes, at the very most until the payment expires.</summary>
    public static readonly QuantileTable Payment = new(
        (0, 2 * Second), (100_000, 6 * Second), (250_000, 9 * Second), (500_000, 14 * Second), (750_000, 24 * Second),
        (900_000, 48 * Second), (960_000, 90 * Second), (990_000, 4 * Minute), (998_000, 12 * Minute),
        (999_700, Hour), (1_000_000, 2 * Hour));

    /// <summary>The province's billing credits the top-up: seconds, but one in 40,000 is found the day after only.</summary>
    public static readonly QuantileTable Recharge = new(
        (0, 700), (100_000, 2_500), (250_000, 4_500), (500_000, 9 * Second), (750_000, 18 * Second),
        (900_000, 38 * Second), (960_000, 80 * Second), (990_000, 5 * Minute), (998_000, 20 * Minute),
        (999_200, Hour), (999_900, 6 * Hour), (999_975, 24 * Hour), (1_000_000, 30 * Hour));

    /// <summary>A line that its process wrote late, for example after a full disk or a paused virtual machine.</summary>
    public static readonly QuantileTable Lateness = new(
        (0, Minute), (500_000, 6 * Minute), (900_000, Hour), (1_000_000, 5 * Hour));

    private static readonly QuantileTable OrderLatency = new(
        (0, 8), (100_000, 18), (500_000, 42), (900_000, 110), (990_000, 400), (999_000, 2 * Second), (1_000_000, 9 * Second));

    private static readonly QuantileTable PayLatency = new(
        (0, 25), (100_000, 70), (500_000, 160), (900_000, 420), (990_000, 1_500), (999_000, 6 * Second), (1_000_000, 20 * Second));

    private static readonly QuantileTable RechargeLatency = new(
        (0, 60), (100_000, 180), (500_000, 450), (900_000, 1_300), (990_000, 4_500), (999_000, 12 * Second), (1_000_000, 30 * Second));

    private static readonly QuantileTable NotifyLatency = new(
        (0, 2), (100_000, 5), (500_000, 12), (900_000, 45), (990_000, 160), (999_000, 900), (1_000_000, 4 * Second));

    private static readonly QuantileTable[] Latencies = [OrderLatency, PayLatency, NotifyLatency, RechargeLatency, NotifyLatency];

    /// <summary>How long one call takes from its beginning to its line.</summary>
    public static QuantileTable Latency(OrderStep step) => Latencies[(int)step];
}
