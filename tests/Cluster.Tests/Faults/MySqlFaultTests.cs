using RechargeMonitor.Cluster.Tests.Support;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>MySQL itself, where the other tests have MariaDB: everything dies once.</summary>
public sealed class MySqlFaultTests(MySqlFaultTests.Fixture fixture) : IClassFixture<MySqlFaultTests.Fixture>
{
    private const int LinesMeanwhile = 3000;

    [Fact]
    public async Task SiloAndIngest_Killed_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("on MySQL: a silo and an ingest killed and started again", FaultProof.AfterKill,
            () => Task.WhenAll(cluster.Silos[0].CrashAsync(), cluster.Ingests[0].CrashAsync()));
    }

    [Fact]
    public async Task Database_KilledAndStartedWhileRedisForgets_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("MySQL killed, Redis flushed, MySQL started again (time from then)", FaultProof.AfterKill, async watch =>
        {
            await cluster.Database.Process.KillAsync();
            await cluster.Redis.FlushAsync();
            await cluster.Traffic.ProduceAsync(LinesMeanwhile);
            await cluster.Database.StartAsync();
            watch.Restart();
        });
    }

    public sealed class Fixture() : ClusterFixture(new ClusterSetup { OnMySql = true, Shards = 3 });
}
