using RechargeMonitor.Core.Tests.Delivery.Simulation;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class DeliverySimulationTests
{
    private const int Schedules = 2_500;

    public static TheoryData<Variant> Breaches => [.. Enum.GetValues<Variant>().Where(variant => variant != Variant.Sound)];

    [Fact]
    public void Run_AllRulesKept_CountsEveryLineOnce()
    {
        var failures = TestSeed.Take(Schedules).AsParallel().AsOrdered().Select(seed => (seed, Difference: DeliverySimulation.Run(seed, Variant.Sound)))
            .Where(run => run.Difference is not null).ToList();

        Assert.True(failures.Count == 0, $"{failures.Count} of {Schedules} schedules:\n{string.Join('\n', failures.Take(5).Select(run => $"TEST_SEED={run.seed}: {run.Difference}"))}");
    }

    [Fact]
    public void Run_FirstMessagesExpireAndTheLossIsAccepted_CountsEveryOtherLineOnce()
    {
        var failures = TestSeed.Take(Schedules).AsParallel().AsOrdered().Select(seed => (seed, Difference: ExpirySimulation.Run(seed)))
            .Where(run => run.Difference is not null).ToList();

        Assert.True(failures.Count == 0, $"{failures.Count} of {Schedules} schedules:\n{string.Join('\n', failures.Take(5).Select(run => $"TEST_SEED={run.seed}: {run.Difference}"))}");
    }

    /// <summary>Proves that the simulation would notice.</summary>
    [Theory]
    [MemberData(nameof(Breaches))]
    public void Run_OneRuleBroken_IsNoticed(Variant variant)
    {
        var caught = TestSeed.Take(Schedules).Any(seed => DeliverySimulation.Run(seed, variant) is not null);

        Assert.True(caught, $"{variant}: none of {Schedules} schedules from {TestSeed.First} on notices");
    }
}
