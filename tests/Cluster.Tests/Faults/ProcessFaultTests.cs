using Confluent.Kafka.Admin;
using RechargeMonitor.Cluster.Tests.Support;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>Silos and ingests die, stand still, come and go.</summary>
public sealed class ProcessFaultTests(ProcessFaultTests.Fixture fixture) : IClassFixture<ProcessFaultTests.Fixture>
{
    // EX_TEMPFAIL of sysexits.h.
    private const int StartAgain = 75;

    [Fact]
    public async Task Silo_Killed_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("a silo killed and started again", FaultProof.AfterKill, cluster.Silos[0].CrashAsync);
    }

    [Fact]
    public async Task Silo_KilledForGood_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("a silo killed", FaultProof.AfterKill, cluster.Silos[1].Process.KillAsync);
    }

    [Fact]
    public async Task Ingest_Killed_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("an ingest killed and started again", FaultProof.AfterKill, cluster.Ingests[0].CrashAsync);
    }

    [Fact]
    public async Task Ingest_KilledForGood_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("an ingest killed", FaultProof.AfterKill, cluster.Ingests[1].Process.KillAsync);
    }

    [Fact]
    public async Task SiloAndIngest_Killed_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("a silo and an ingest killed and started again", FaultProof.AfterKill,
            () => Task.WhenAll(cluster.Silos[1].CrashAsync(), cluster.Ingests[1].CrashAsync()));
    }

    [Fact]
    public async Task AllSilos_Killed_FiguresExact()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("all silos killed, others started", TimeSpan.FromSeconds(30), async () =>
        {
            foreach (var silo in cluster.Silos)
                await silo.DisposeAsync();

            // At other ports, as in a cluster that gives a new address to each: nobody knows that the former are gone for good.
            for (var number = 0; number < cluster.Silos.Count; number++)
            {
                cluster.Silos[number] = cluster.NewSilo();
                await cluster.Silos[number].BeginAsync();
            }
        });
    }

    [Fact]
    public async Task Ingest_JoinsAndLeaves_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await using var third = cluster.NewIngest();
        await cluster.ProveAsync("a third ingest joins", FaultProof.AfterKill, async watch =>
        {
            // How long a process takes to start says nothing of the partitions that change hands.
            await third.StartAsync();
            watch.Restart();
        });
        Assert.Equal(0, await LeaveAsync(cluster, third));
    }

    [Fact]
    public async Task Topic_Grows_FiguresExact()
    {
        const int More = 2;
        var cluster = await fixture.WholeAsync();
        using (var admin = cluster.Kafka.Brokers[0].Admin())
            await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = TestCluster.Topic, IncreaseTo = cluster.Traffic.Partitions + More }]);
        cluster.Traffic.Grow(cluster.Traffic.Partitions + More);

        // New partitions are looked for every ten seconds, and are then shared out anew.
        await cluster.ProveAsync("partitions added", TimeSpan.FromSeconds(20), () => Task.CompletedTask);
    }

    [Fact]
    public async Task AllProcesses_RestartedOneByOne_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("rolling restart", FaultProof.AfterKill, async watch =>
        {
            foreach (var role in cluster.Roles)
            {
                Assert.Equal(0, await role.Process.StopAsync());
                await role.StartAsync();
            }

            watch.Restart();
        });
    }

    [Fact]
    public async Task Ingest_FrozenAndThawed_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        var ingest = cluster.Ingests[0];
        await cluster.ProveAsync("an ingest frozen", FaultProof.AfterFreeze, () => Do(ingest.Process.Freeze));
        await cluster.ProveAsync("the ingest wakes up", FaultProof.AfterKill, () => Do(ingest.Process.Thaw));
        Assert.True(ingest.Process.IsRunning, ingest.Process.Tail);
    }

    [Fact]
    public async Task Silo_FrozenAndThawed_EndsAndFiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        var silo = cluster.Silos[0];
        await cluster.ProveAsync("a silo frozen", FaultProof.AfterFreeze, () => Do(silo.Process.Freeze));
        await cluster.ProveAsync("the silo wakes up and is started again", FaultProof.AfterKill, async () =>
        {
            silo.Process.Thaw();
            Assert.Equal(StartAgain, await silo.Process.ExitAsync());
            Assert.Single(silo.Process.Tail.Split(Environment.NewLine), line => line.StartsWith("recharge-monitor: the silo cannot go on and has ended", StringComparison.Ordinal));
            await silo.BeginAsync();
        });
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static async Task<int> LeaveAsync(TestCluster cluster, Role ingest)
    {
        var code = -1;
        await cluster.ProveAsync("the third ingest leaves", FaultProof.AfterKill, async () => code = await ingest.Process.StopAsync());
        return code;
    }

    public sealed class Fixture() : ClusterFixture(new ClusterSetup { Apis = 2 });
}
