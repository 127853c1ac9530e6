using System.Diagnostics;
using RechargeMonitor.Cluster.Tests.Support;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>Random faults, two at a time, of a cluster with three brokers; <c>tests/chaos.sh</c> runs it for as long as it is asked to.</summary>
[Collection(nameof(ThreeBrokers))]
public sealed class ChaosTests(ThreeBrokers fixture)
{
    private const int ShortRounds = 2;

    // Two faults at a time, of which each may be a freeze that is noticed late, and all that was stopped must start.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Cluster_StruckAtRandom_FiguresExact()
    {
        var minutes = ThreeBrokers.FromEnvironment("CHAOS_MINUTES");
        var seed = ThreeBrokers.Seed;
        FaultProof.Say($"chaos: seed {seed}");
        var random = new Random(seed);
        var cluster = await fixture.WholeAsync();
        var watch = Stopwatch.StartNew();
        var rounds = 0;
        var deck = new FaultDeck(RandomFaults.Of(cluster), random);
        for (; minutes is { } wanted ? watch.Elapsed < TimeSpan.FromMinutes(wanted) : rounds < ShortRounds; rounds++)
        {
            var (first, second) = deck.NextPair();
            await cluster.MendAsync();
            await cluster.ProveAsync($"{first.Name}, {second.Name}", Limit, async clock =>
            {
                await Task.WhenAll(first.StrikeAsync(cluster, random), second.StrikeAsync(cluster, random));
                await cluster.MendAsync();
                clock.Restart();
            });
        }

        FaultProof.Say($"chaos: {cluster.Traffic.Lines} lines exact after {rounds} rounds of two faults, {watch.Elapsed.TotalMinutes:0.0} minutes, seed {seed}");
    }
}
