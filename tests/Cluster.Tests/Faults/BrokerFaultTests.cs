using RechargeMonitor.Cluster.Tests.Support;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>Brokers die. There are three, and each has everything.</summary>
[Collection(nameof(ThreeBrokers))]
public sealed class BrokerFaultTests(ThreeBrokers fixture)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Broker_Killed_FiguresExactInTime(int number)
    {
        var cluster = await fixture.WholeAsync();
        var broker = cluster.Kafka.Brokers[number];
        await cluster.ProveAsync($"broker {number + 1} of three killed", FaultProof.AfterKill, broker.KillAsync);
        await cluster.ProveAsync("the broker joins again (time from then)", FaultProof.AfterKill, async watch =>
        {
            await broker.RestartAsync();
            watch.Restart();
        });
    }

    [Fact]
    public async Task BrokerAndIngest_KilledAndIngestStartedAgain_FiguresExactInTime()
    {
        // The ingest is given partitions that have no leader yet.
        var cluster = await fixture.WholeAsync();
        var broker = cluster.Kafka.Brokers[2];
        await cluster.ProveAsync("broker 3 of three and an ingest killed, the ingest started again", FaultProof.AfterFreeze,
            () => Task.WhenAll(broker.KillAsync(), cluster.Ingests[0].CrashAsync()));
        await broker.RestartAsync();
    }
}
