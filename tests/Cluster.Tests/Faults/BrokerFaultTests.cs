using RechargeMonitor.Cluster.Tests.Support;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>Brokers die. There are three, and each has everything.</summary>
public sealed class BrokerFaultTests(BrokerFaultTests.Fixture fixture) : IClassFixture<BrokerFaultTests.Fixture>
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

    public sealed class Fixture() : ClusterFixture(new ClusterSetup { Brokers = 3 });
}
