using CsCheck;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests.Figures;

public sealed class DurationTallyTests
{
    private static readonly int[] Percents = [1, 50, 95, 99, 100];
    private static readonly Gen<int> Duration = Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, 86_400_000], Gen.OneOf(0, 1, 127, 128, 86_400_000));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1_000)]
    public void PercentileMs_RandomDurations_IsNearestRankWithinOnePercent(int count) => Duration.Array[count].Sample(
        durations =>
        {
            var tally = Fill(durations);
            var sorted = durations.Order().ToArray();
            foreach (var percent in Percents)
            {
                var exact = sorted[(int)Math.Ceiling(count * percent / 100m) - 1];
                Assert.InRange(tally.PercentileMs(percent), exact * 0.99, exact * 1.01);
            }
        },
        iter: 200);

    [Fact]
    public void Add_RandomDurations_KeepsExactFigures() => Duration.Array[1, 100].Sample(durations =>
    {
        var tally = Fill(durations);
        Assert.Equal((durations.Length, durations.Min(), durations.Max()), (tally.Count, tally.MinMs, tally.MaxMs));
        Assert.Equal((double)durations.Sum(duration => (long)duration) / durations.Length, tally.AverageMs);
    });

    [Fact]
    public void Add_WithoutDuration_IsCountedApart()
    {
        var tally = Fill([Notification.WithoutDuration, 7, Notification.WithoutDuration]);
        Assert.Equal((1, 2, 7), (tally.Count, tally.WithoutDuration, tally.MinMs));
    }

    [Fact]
    public void PercentileMs_CountsNear64Bits_AreExact()
    {
        // 5 · 10^17 durations of 10 ms and as many of 20 ms: a hundred times as many pass 64 bits.
        const long Half = 500_000_000_000_000_000;
        var writer = new FormWriter();
        foreach (var number in (long[])[2 * Half, 0, 0, 10, 20, 2, 10, Half, 10, Half])
            writer.WriteCount(number);
        var reader = new FormReader(writer.Written);
        var tally = DurationTally.ReadFrom(ref reader);
        Assert.Equal([10, 10, 20, 20], ((int[])[1, 50, 51, 100]).Select(tally.PercentileMs));
    }

    [Fact]
    public void PercentileMs_OneDuration_IsThatDuration() => Duration.Sample(duration => Assert.Equal(duration, Fill([duration]).PercentileMs(50)));

    private static DurationTally Fill(int[] durations)
    {
        var tally = new DurationTally();
        foreach (var duration in durations)
            tally.Add(duration);
        return tally;
    }
}
