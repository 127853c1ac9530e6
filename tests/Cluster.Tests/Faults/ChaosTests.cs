using System.Diagnostics;
using RechargeMonitor.Cluster.Tests.Support;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>Random faults, two at a time, of a cluster with three brokers; <c>tests/chaos.sh</c> runs it for as long as it is asked to.</summary>
[Collection(nameof(ThreeBrokers))]
public sealed class ChaosTests(ThreeBrokers fixture)
{
    private const int ShortRounds = 2;
    private const int LinesMeanwhile = 5000;

    // Two faults at a time, of which each may be a freeze that is noticed late, and all that was stopped must start.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly (string Subject, string Name, Func<TestCluster, Random, Task> Strike)[] Faults =
    [
        ("silo", "a silo dies", (cluster, random) => One(cluster.Silos, random).CrashAsync()),
        ("ingest", "an ingest dies", (cluster, random) => One(cluster.Ingests, random).CrashAsync()),
        ("api", "an api dies", (cluster, random) => One(cluster.Apis, random).CrashAsync()),
        ("silo", "all silos die", (cluster, _) => Task.WhenAll(cluster.Silos.Select(silo => silo.CrashAsync()))),
        ("silo", "a silo stops and starts", (cluster, random) => RestartAsync(One(cluster.Silos, random))),
        ("ingest", "an ingest stops and starts", (cluster, random) => RestartAsync(One(cluster.Ingests, random))),
        ("silo", "a silo stands still", (cluster, random) => FreezeAsync(cluster, One(cluster.Silos, random))),
        ("ingest", "an ingest stands still", (cluster, random) => FreezeAsync(cluster, One(cluster.Ingests, random))),
        ("broker", "a broker dies", (cluster, random) => CrashBrokerAsync(cluster, random)),
        ("database", "the database dies", (cluster, _) => CrashDatabaseAsync(cluster)),
        ("database", "the database stands still", (cluster, _) => FreezeDatabaseAsync(cluster)),
        ("database", "the way to the database is cut", (cluster, _) => CutAsync(cluster, cluster.DatabaseLink!)),
        ("redis", "the way to Redis is cut", (cluster, _) => CutAsync(cluster, cluster.RedisLink!)),
        ("redis", "Redis dies", (cluster, random) => CrashRedisAsync(cluster, withData: random.Next(2) == 0)),
        ("redis", "Redis forgets", (cluster, _) => cluster.Redis.FlushAsync()),
    ];

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
        for (; minutes is { } wanted ? watch.Elapsed < TimeSpan.FromMinutes(wanted) : rounds < ShortRounds; rounds++)
        {
            var first = Faults[random.Next(Faults.Length)];
            var others = Faults.Where(fault => fault.Subject != first.Subject).ToArray();
            var second = others[random.Next(others.Length)];
            await cluster.MendAsync();
            await cluster.ProveAsync($"{first.Name}, {second.Name}", Limit, async clock =>
            {
                await Task.WhenAll(first.Strike(cluster, random), second.Strike(cluster, random));
                await cluster.MendAsync();
                clock.Restart();
            });
        }

        FaultProof.Say($"chaos: {cluster.Traffic.Lines} lines exact after {rounds} rounds of two faults, {watch.Elapsed.TotalMinutes:0.0} minutes, seed {seed}");
    }

    private static Role One(List<Role> roles, Random random) => roles[random.Next(roles.Count)];

    private static async Task RestartAsync(Role role)
    {
        await role.Process.StopAsync();
        await role.BeginAsync();
    }

    private static async Task FreezeAsync(TestCluster cluster, Role role)
    {
        role.Process.Freeze();
        await cluster.Traffic.ProduceAsync(2 * LinesMeanwhile);
        role.Process.Thaw();
    }

    private static async Task CrashBrokerAsync(TestCluster cluster, Random random)
    {
        var broker = cluster.Kafka.Brokers[random.Next(cluster.Kafka.Brokers.Count)];
        await broker.KillAsync();
        await cluster.Traffic.ProduceAsync(LinesMeanwhile);
        await broker.RestartAsync();
    }

    private static async Task CrashDatabaseAsync(TestCluster cluster)
    {
        await cluster.Database.Process.KillAsync();
        await cluster.Traffic.ProduceAsync(LinesMeanwhile);
        await cluster.Database.StartAsync();
    }

    private static async Task FreezeDatabaseAsync(TestCluster cluster)
    {
        cluster.Database.Process.Freeze();
        await cluster.Traffic.ProduceAsync(6 * LinesMeanwhile);
        cluster.Database.Process.Thaw();
    }

    private static async Task CutAsync(TestCluster cluster, TcpLink link)
    {
        link.Cut();
        await cluster.Traffic.ProduceAsync(4 * LinesMeanwhile);
        link.Mend();
    }

    private static async Task CrashRedisAsync(TestCluster cluster, bool withData)
    {
        await cluster.Redis.Process.KillAsync();
        await cluster.Traffic.ProduceAsync(LinesMeanwhile);
        await cluster.Redis.RestartAsync(withData);
    }
}
