using RechargeMonitor.Cluster.Tests.Support;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>The database and Redis go away, stand still and forget. Figures are kept in three shards.</summary>
public sealed class ServerFaultTests(ServerFaultTests.Fixture fixture) : IClassFixture<ServerFaultTests.Fixture>
{
    private const int LinesPerSecond = 1000;
    private const int LinesMeanwhile = 5 * LinesPerSecond;

    // Longer than a call, a statement and a silo's heartbeats may take.
    private const int FrozenLines = 20 * LinesPerSecond;

    /// <summary>How long a process may take to end, whatever is away.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Database_KilledAndStarted_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("database killed, started again (time from then)", FaultProof.AfterKill, async watch =>
        {
            await cluster.Database.Process.KillAsync();
            await cluster.Traffic.ProduceAsync(LinesMeanwhile);
            await cluster.Database.StartAsync();
            watch.Restart();
        });
    }

    [Fact]
    public async Task Database_Frozen_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("database frozen, thawed (time from then)", FaultProof.AfterKill, async watch =>
        {
            cluster.Database.Process.Freeze();
            await cluster.Traffic.ProduceAsync(FrozenLines);
            cluster.Database.Process.Thaw();
            watch.Restart();
        });
    }

    [Fact]
    public async Task ConnectionsToDatabase_FallSilent_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("connections to the database fall silent", FaultProof.AfterFreeze, () => Cut(cluster.DatabaseLinks, link => link.Silence()));
    }

    [Fact]
    public async Task ConnectionsToRedis_FallSilent_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("connections to Redis fall silent", FaultProof.AfterFreeze, () => Cut(cluster.RedisLinks, link => link.Silence()));
    }

    [Fact]
    public async Task ConnectionsToDatabaseAndRedis_Reset_FiguresExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("connections to the database and Redis reset", FaultProof.AfterKill, async () =>
        {
            await Cut(cluster.DatabaseLinks, link => link.Reset());
            await Cut(cluster.RedisLinks, link => link.Reset());
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Redis_KilledAndStarted_FiguresExactInTime(bool withData)
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync($"Redis killed, started again {(withData ? "on its data" : "empty")} (time from then)", FaultProof.AfterKill, async watch =>
        {
            await cluster.Redis.Process.KillAsync();
            await cluster.Traffic.ProduceAsync(LinesMeanwhile);
            await cluster.Redis.RestartAsync(withData);
            watch.Restart();
        });
    }

    [Fact]
    public async Task Redis_Flushed_FiguresOfTheDatabaseExactInTime()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("Redis flushed", FaultProof.AfterKill, async () => await cluster.Redis.FlushAsync());
    }

    [Fact]
    public async Task Processes_StoppedWhileDatabaseIsAway_EndInTimeAndSayWhatIsAway()
    {
        var cluster = await fixture.WholeAsync();
        await cluster.ProveAsync("all stopped without a database, then started with it (time from then)", TimeSpan.FromSeconds(30), async watch =>
        {
            await cluster.Database.Process.KillAsync();
            await cluster.Traffic.ProduceAsync(LinesMeanwhile);
            watch.Restart();
            var load = new MachineLoad();
            Role[] stopped = [.. cluster.Silos, .. cluster.Ingests];
            await Task.WhenAll(stopped.Select(role => role.Process.StopAsync()));
            FaultProof.Say($"stopped without a database after {watch.Elapsed.TotalSeconds:0.0} s");
            Assert.True(watch.Elapsed < StopLimit * load.Factor, $"took {watch.Elapsed}: {string.Join(Environment.NewLine, stopped.Select(role => role.Process.Tail))}");
            Assert.All(cluster.Silos, silo => Assert.Contains("database", silo.Process.Tail.Split(Environment.NewLine)[^1], StringComparison.Ordinal));
            await cluster.Database.StartAsync();
            foreach (var role in stopped)
                await role.BeginAsync();
            watch.Restart();
        });
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("ingest")]
    public async Task Process_WithAnotherNumberOfShards_Refuses(string kind)
    {
        var cluster = await fixture.WholeAsync();
        await using var role = kind == "silo" ? cluster.NewSilo("--shards", "4") : cluster.NewIngest(TestCluster.Topic, "--shards", "4");
        await role.BeginAsync();

        Assert.Equal(1, await role.Process.ExitAsync());
        Assert.Contains("shards", role.Process.Tail.Split(Environment.NewLine)[^1], StringComparison.Ordinal);
    }

    private static Task Cut(IEnumerable<TcpLink> links, Func<TcpLink, int> cut)
    {
        Assert.True(links.Sum(cut) > 0, "there is no connection to cut");
        return Task.CompletedTask;
    }

    public sealed class Fixture() : ClusterFixture(new ClusterSetup { Shards = 3, IsCuttable = true, LinesPerSecond = LinesPerSecond });
}
