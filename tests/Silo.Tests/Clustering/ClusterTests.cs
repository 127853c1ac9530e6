using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using RechargeMonitor.Grains.Tests.Support;
using RechargeMonitor.Servers;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Tests.Support;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Clustering;

/// <summary>Two silos and a client that find each other in a real database.</summary>
public sealed class ClusterTests(DatabaseServers servers)
{
    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.MariaDb, DatabaseKind.MySql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Feed_TwoSilos_StoredFiguresEqualTheJudges(DatabaseKind kind)
    {
        var (first, second) = (Content.OfOrders(800, 1), Content.OfOrders(500, 2));
        await using var cluster = await TestCluster.StartAsync(await (await servers.GetAsync(kind)).CreateDatabaseAsync(), silos: 2);

        await cluster.FeedAsync(new MemorySource(("a", first), ("b", second)));

        Assert.Empty(await cluster.DifferencesToAsync(("a", first), ("b", second)));
        var management = cluster.Client!.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0);
        Assert.Equal(2, (await management.GetHosts(onlyActive: true)).Count);
        var statistics = await management.GetRuntimeStatistics([.. (await management.GetHosts(onlyActive: true)).Keys]);
        Assert.All(statistics, silo => Assert.True(silo.ActivationCount > 50, $"a silo has {silo.ActivationCount} grains"));
        Assert.Empty(cluster.Ends);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Silo_DeclaredDeadByOthers_EndsAndSaysWhyAndTheOtherGoesOn(DatabaseKind kind)
    {
        var (first, second) = (Content.OfOrders(200, 3), Content.OfOrders(300, 4));
        var connection = await (await servers.GetAsync(kind)).CreateDatabaseAsync();
        await using var cluster = await TestCluster.StartAsync(connection, silos: 2);
        await cluster.FeedAsync(new MemorySource(("a", first)));

        await DeclareDeadAsync(connection, cluster.Silos[1].Services.GetRequiredService<ILocalSiloDetails>().SiloAddress);
        await TestCluster.UntilAsync(() => cluster.Ends.Count > 0, () => "the silo goes on");

        var reason = Assert.Single(cluster.Ends);
        Assert.Contains("told I am dead", reason);
        Assert.EndsWith("nothing is lost: start it again", reason);
        Assert.DoesNotContain('\n', reason);
        await cluster.FeedAsync(new MemorySource(("b", second)));
        Assert.Empty(await cluster.DifferencesToAsync(("a", first), ("b", second)));
    }

    [Fact]
    public async Task Database_AwayAndBack_SaidOnceEachAndNothingLost()
    {
        if (MariaDbServer.Missing is { } reason)
            Assert.Skip(reason);
        await using var server = await MariaDbServer.CreateAsync();
        await using var cluster = await TestCluster.StartAsync(await server.CreateDatabaseAsync(), silos: 1);
        var health = cluster.Silos[0].Services.GetRequiredService<StorageHealth>();
        var content = Content.OfOrders(1500, 5);
        var source = new MemorySource(("a", content)) { PollBytes = 50_000 };
        var feeding = cluster.FeedAsync(source);
        await TestCluster.UntilAsync(() => source.CommittedOffsets.GetValueOrDefault("a") > 0, () => "nothing is committed");

        await server.Process.KillAsync();
        await TestCluster.UntilAsync(() => health.Current is not null, () => "the database's end is not noticed");
        Assert.False(health.Broken.IsCompleted);
        await server.StartAsync();
        await feeding;

        Assert.Empty(await cluster.DifferencesToAsync(("a", content)));
        await TestCluster.UntilAsync(() => health.Current is null, () => $"still unhealthy: {health.Current}");
        Assert.Single(cluster.Logs.Events, line => line.Id == 1003 && line.Text.EndsWith("Counting waits until that is mended; nothing is lost", StringComparison.Ordinal));
        Assert.Single(cluster.Logs.Events, line => line.Id == 1002);
    }

    // What the other silos do when one does not answer: 6 is Orleans' SiloStatus.Dead.
    private static async Task DeclareDeadAsync(string connectionString, SiloAddress silo)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand(
            "UPDATE OrleansMembershipTable SET Status = 6 WHERE Port = @port AND Generation = @generation; UPDATE OrleansMembershipVersionTable SET Version = Version + 1;", connection);
        command.Parameters.AddWithValue("@port", silo.Endpoint.Port);
        command.Parameters.AddWithValue("@generation", silo.Generation);
        Assert.Equal(2, await command.ExecuteNonQueryAsync());
    }
}
