using RechargeMonitor.Core.Figures;
using Xunit;

namespace RechargeMonitor.Core.Tests.Figures;

public sealed class DurationHistogramTests
{
    private const int LongestMs = 86_400_000;

    [Fact]
    public void Middle_BucketOfEveryMillisecond_IsWithinOnePercent()
    {
        var previous = 0;
        for (var milliseconds = 0; milliseconds <= LongestMs; milliseconds++)
        {
            var bucket = DurationHistogram.BucketOf(milliseconds);
            var error = Math.Abs(DurationHistogram.Middle(bucket) - milliseconds);
            if (bucket < previous || bucket >= DurationHistogram.BucketCount || error * 100 > milliseconds)
                Assert.Fail($"{milliseconds} ms is in bucket {bucket} around {DurationHistogram.Middle(bucket)} ms, after bucket {previous}");
            previous = bucket;
        }

        Assert.Equal(DurationHistogram.BucketCount - 1, previous);
    }

    /// <summary>The buckets are stored by number, so where they begin never changes.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(127, 127)]
    [InlineData(128, 128)]
    [InlineData(129, 128)]
    [InlineData(130, 129)]
    [InlineData(255, 191)]
    [InlineData(256, 192)]
    [InlineData(1_000, 317)]
    [InlineData(60_000, 693)]
    [InlineData(86_400_000, 1_362)]
    public void BucketOf_Milliseconds_IsFrozen(int milliseconds, int bucket) => Assert.Equal(bucket, DurationHistogram.BucketOf(milliseconds));
}
