using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace RechargeMonitor.Snapshots.Tests.Support;

/// <summary>Waits for conditions with a bound.</summary>
public static class Until
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(40);

    /// <summary>Waits until a value is as expected.</summary>
    public static async Task EqualAsync<T>(T expected, Func<T> actual, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!EqualityComparer<T>.Default.Equals(expected, actual()))
        {
            if (Stopwatch.GetElapsedTime(start) > Bound)
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected} within {Bound.TotalSeconds} s, found {actual()}"));
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    /// <summary>Waits until something holds.</summary>
    public static Task TrueAsync(Func<bool> condition, string what) => EqualAsync(true, condition, what);
}
