using System.Globalization;

namespace RechargeMonitor.Oracle;

/// <summary>
/// The seed that random tests start from. It is the same in every run, so that a failure is seen again by running again;
/// <c>TEST_SEED=&lt;number&gt;</c> replays another one and <c>TEST_SEED=random</c> looks for new ones. Every failure names its own.
/// </summary>
public static class TestSeed
{
    /// <summary>The first seed.</summary>
    public static ulong First { get; } = Environment.GetEnvironmentVariable("TEST_SEED") switch
    {
        null or "" => 20170412,
        "random" => (ulong)Random.Shared.NextInt64(1_000_000_000),
        var number => ulong.Parse(number, CultureInfo.InvariantCulture),
    };

    /// <summary>Seeds in a row from the first one.</summary>
    public static IEnumerable<ulong> Take(int count) => Enumerable.Range(0, count).Select(number => First + (ulong)number);
}
