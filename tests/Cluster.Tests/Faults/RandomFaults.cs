using RechargeMonitor.Cluster.Tests.Support;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>
/// What may happen to a cluster: each part of it is killed, stopped, frozen and cut off, and the disk of each that writes to
/// one is filled. Silos, ingests and apis write to none.
/// </summary>
internal static class RandomFaults
{
    // For how many lines something is away, at a thousand a second.
    private const int ShortLines = 5_000;
    private const int RoleFreezeLines = 10_000;
    private const int LongLines = 20_000;

    // Longer than a call, a statement and a silo's heartbeats may take.
    private const int DatabaseFreezeLines = 30_000;

    private static readonly Fault[] OfProcessesAndWays =
    [
        .. OfRole("silo", "a silo", cluster => cluster.Silos),
        .. OfRole("ingest", "an ingest", cluster => cluster.Ingests),
        .. OfRole("api", "an api", cluster => cluster.Apis),
        new("silo", "all silos die", (cluster, _) => Task.WhenAll(cluster.Silos.Select(silo => silo.CrashAsync()))),

        new("broker", "a broker dies", (cluster, random) => BrokerAwayAsync(cluster, random, broker => broker.Process.KillAsync())),
        new("broker", "a broker stops and starts", (cluster, random) => BrokerAwayAsync(cluster, random, broker => broker.Process.StopAsync())),
        new("broker", "a broker stands still", (cluster, random) => FreezeAsync(cluster, One(cluster.Kafka.Brokers, random).Process, LongLines)),
        new("broker", "the way to a broker is cut", (cluster, random) => CutAsync(cluster, [One(cluster.Kafka.Brokers, random).Link!])),

        new("database", "the database dies", (cluster, _) => DatabaseAwayAsync(cluster, cluster.Database.Process.KillAsync)),
        new("database", "the database stops and starts", (cluster, _) => DatabaseAwayAsync(cluster, cluster.Database.Process.StopAsync)),
        new("database", "the database stands still", (cluster, _) => FreezeAsync(cluster, cluster.Database.Process, DatabaseFreezeLines)),
        new("database", "the way to the database is cut", (cluster, _) => CutAsync(cluster, cluster.DatabaseLinks)),

        new("redis", "Redis dies", (cluster, _) => RedisAwayAsync(cluster, cluster.Redis.Process.KillAsync)),
        new("redis", "Redis dies with its data", (cluster, _) => RedisAwayAsync(cluster, cluster.Redis.Process.KillAsync, withData: false)),
        new("redis", "Redis stops and starts", (cluster, _) => RedisAwayAsync(cluster, cluster.Redis.Process.StopAsync)),
        new("redis", "Redis stands still", (cluster, _) => FreezeAsync(cluster, cluster.Redis.Process, LongLines)),
        new("redis", "the way to Redis is cut", (cluster, _) => CutAsync(cluster, cluster.RedisLinks)),
        new("redis", "Redis forgets", (cluster, _) => cluster.Redis.FlushAsync()),
    ];

    private static readonly Fault[] OfDisks =
    [
        new("broker", "a broker's disk is full", FillBrokerAsync),
        new("database", "the database's disk is full", (cluster, _) => FillAsync(cluster, cluster.DatabaseDisk, cluster.Database.Process, cluster.Database.StartAsync)),
        new("redis", "Redis' disk is full, at which it ends", (cluster, _) => FillRedisAsync(cluster)),
        new("redis", "Redis' disk is full, at which it takes nothing more", FillRedisThatGoesOnAsync),
    ];

    /// <summary>All that may happen to a cluster; disks are filled only where it has such that can be.</summary>
    public static IReadOnlyList<Fault> Of(TestCluster cluster) => cluster.HasSmallDisks ? [.. OfProcessesAndWays, .. OfDisks] : OfProcessesAndWays;

    private static Fault[] OfRole(string subject, string name, Func<TestCluster, IReadOnlyList<Role>> all) =>
    [
        new(subject, $"{name} dies", (cluster, random) => One(all(cluster), random).CrashAsync()),
        new(subject, $"{name} stops and starts", (cluster, random) => RestartAsync(One(all(cluster), random))),
        new(subject, $"{name} stands still", (cluster, random) => FreezeAsync(cluster, One(all(cluster), random).Process, RoleFreezeLines)),
        new(subject, $"{name} is cut off", (cluster, random) => CutAsync(cluster, One(all(cluster), random).Links)),
    ];

    private static T One<T>(IReadOnlyList<T> all, Random random) => all[random.Next(all.Count)];

    private static async Task RestartAsync(Role role)
    {
        await role.Process.StopAsync();
        await role.BeginAsync();
    }

    private static async Task FreezeAsync(TestCluster cluster, ServerProcess process, int lines)
    {
        process.Freeze();
        await cluster.Traffic.ProduceAsync(lines);
        process.Thaw();
    }

    private static async Task CutAsync(TestCluster cluster, IEnumerable<TcpLink> links)
    {
        TcpLink[] cut = [.. links];
        foreach (var link in cut)
            link.Cut();
        await cluster.Traffic.ProduceAsync(LongLines);
        foreach (var link in cut)
            link.Mend();
    }

    private static async Task AwayAsync(TestCluster cluster, Func<Task> end, Func<Task> start)
    {
        await end();
        await cluster.Traffic.ProduceAsync(ShortLines);
        await start();
    }

    private static Task BrokerAwayAsync(TestCluster cluster, Random random, Func<KafkaServer, Task> end)
    {
        var broker = One(cluster.Kafka.Brokers, random);
        return AwayAsync(cluster, () => end(broker), broker.RestartAsync);
    }

    private static Task DatabaseAwayAsync(TestCluster cluster, Func<Task> end) => AwayAsync(cluster, end, cluster.Database.StartAsync);

    private static Task RedisAwayAsync(TestCluster cluster, Func<Task> end, bool withData = true) =>
        AwayAsync(cluster, end, () => cluster.Redis.RestartAsync(withData));

    /// <summary>What ended because of it is started again once there is space.</summary>
    private static async Task FillAsync(TestCluster cluster, SmallDisk disk, ServerProcess process, Func<Task> start)
    {
        disk.Fill();
        await cluster.Traffic.ProduceAsync(LongLines);
        disk.Free();
        if (!process.IsRunning)
            await start();
    }

    private static Task FillBrokerAsync(TestCluster cluster, Random random)
    {
        var number = random.Next(cluster.Kafka.Brokers.Count);
        var broker = cluster.Kafka.Brokers[number];
        return FillAsync(cluster, cluster.BrokerDisks[number], broker.Process, broker.RestartAsync);
    }

    private static Task FillRedisAsync(TestCluster cluster) =>
        FillAsync(cluster, cluster.RedisDisk, cluster.Redis.Process, () => cluster.Redis.RestartAsync(withData: true));

    /// <summary>Where it may lose the last second it does not end, but refuses every write.</summary>
    private static async Task FillRedisThatGoesOnAsync(TestCluster cluster, Random random)
    {
        await SyncAsync("everysec");
        await FillRedisAsync(cluster);
        await SyncAsync("always");

        async Task SyncAsync(string when) =>
            Assert.StartsWith("+OK", await cluster.Redis.AskAsync($"CONFIG SET appendfsync {when}"), StringComparison.Ordinal);
    }
}
