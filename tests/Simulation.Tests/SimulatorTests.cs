using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Simulation.Tests;

/// <summary>The delivery protocol under everything that can go wrong; <c>tests/simulate.sh</c> runs more of it.</summary>
public sealed class SimulatorTests
{
    private const int Schedules = 10_000;

    public static TheoryData<Variant> Breaches => [.. Enum.GetValues<Variant>().Where(variant => variant != Variant.Sound)];

    [Fact]
    public void Run_AllRulesKept_CountsEveryLineOnce()
    {
        var failures = TestSeed.Take(Schedules).AsParallel().Select(seed => Simulator.Run(seed)).Where(run => run.Difference is not null).ToList();

        Assert.True(
            failures.Count == 0,
            $"{failures.Count} of {Schedules} schedules:\n{string.Join('\n', failures.Take(5).Select(run => $"tests/simulate.sh --replay {run.Seed}: {run.Difference}"))}");
    }

    /// <summary>Proves that the simulation would notice.</summary>
    [Theory]
    [MemberData(nameof(Breaches))]
    public void Run_OneRuleBroken_IsNoticed(Variant variant)
    {
        var noticed = Breach.FirstNotice(variant, TestSeed.First);

        Assert.True(noticed is not null, $"{variant}: none of {Breach.NoticedWithin} schedules from {TestSeed.First} on notices");
    }

    [Fact]
    public void Replay_SameSeed_HappensAgainStepByStep()
    {
        foreach (var seed in TestSeed.Take(20))
        {
            var (result, trace) = Simulator.Replay(seed);
            var (again, traceAgain) = Simulator.Replay(seed);

            Assert.Equal(trace, traceAgain);
            Assert.Equal(result, again);
            Assert.Equal(result, Simulator.Run(seed));
            Assert.NotEmpty(trace);
        }
    }
}
