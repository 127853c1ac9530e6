using System.Globalization;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>A cluster of real servers and of the built executable's roles, each in a process of its own, with traffic.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public const string Topic = "JsonData";
    public const int Partitions = 4;

    private const int Members = 2;

    private readonly ClusterSetup setup;
    private string connection = "";
    private Traffic? traffic;

    private TestCluster(ClusterSetup setup) => this.setup = setup;

    /// <summary>How to reach its tables.</summary>
    public string Connection => connection;

    public DatabaseServer Database { get; private set; } = null!;

    public RedisServer Redis { get; private set; } = null!;

    public KafkaCluster Kafka { get; private set; } = null!;

    /// <summary>The way to the database that all roles take, where the setup asks for one that can be cut.</summary>
    public TcpLink? DatabaseLink { get; private set; }

    /// <summary>The way to Redis that all roles take, where the setup asks for one that can be cut.</summary>
    public TcpLink? RedisLink { get; private set; }

    public List<Role> Silos { get; } = [];

    public List<Role> Ingests { get; } = [];

    public List<Role> Apis { get; } = [];

    public Traffic Traffic => traffic!;

    public IEnumerable<Role> Roles => [.. Silos, .. Ingests, .. Apis];

    /// <summary>Starts one, or skips the test where a server is not there.</summary>
    public static async Task<TestCluster> StartAsync(ClusterSetup setup)
    {
        foreach (var missing in (string?[])[setup.OnMySql ? MySqlServer.Missing : MariaDbServer.Missing, RedisServer.Missing, KafkaServer.CannotStart])
            Assert.SkipWhen(missing is not null, missing ?? "");
        var cluster = new TestCluster(setup);
        try
        {
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A silo that is not started yet.</summary>
    /// <param name="more">Options beside the usual ones.</param>
    public Role NewSilo(params string[] more) => new("silo",
    [
        "--mysql", connection, "--redis", RedisAddress, "--advertised-address", "127.0.0.1",
        "--silo-port", Text(ServerProcess.FreePort()), "--gateway-port", Text(ServerProcess.FreePort()), .. setup.SiloOptions, .. more,
    ]);

    /// <summary>An ingest that is not started yet.</summary>
    /// <param name="topic">What it reads.</param>
    /// <param name="more">Options beside the usual ones.</param>
    public Role NewIngest(string topic = Topic, params string[] more) =>
        new("ingest", ["--mysql", connection, "--kafka", Kafka.Bootstrap, "--topic", topic, "--group", $"{topic}-readers", .. more]);

    /// <summary>Wakes what a failed test left frozen, starts what does not run, and waits until all are ready.</summary>
    public async Task MendAsync()
    {
        foreach (var role in Roles.Where(role => role.Process.IsRunning))
            role.Process.Thaw();
        foreach (var role in Roles)
            await FaultProof.UntilAsync($"{role.Address} ready", () => IsMendedAsync(role), () => role.Process.Tail);
    }

    public async ValueTask DisposeAsync()
    {
        if (traffic is not null)
            await traffic.DisposeAsync();
        foreach (var role in Roles)
            await role.DisposeAsync();
        foreach (var server in (IAsyncDisposable?[])[RedisLink, DatabaseLink, Kafka, Redis, Database])
        {
            if (server is not null)
                await server.DisposeAsync();
        }
    }

    private static async Task<bool> IsMendedAsync(Role role)
    {
        if (!role.Process.IsRunning)
            await role.BeginAsync();
        return await role.IsReadyAsync();
    }

    private string RedisAddress => $"127.0.0.1:{RedisLink?.Port ?? Redis.Port}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task StartAsync()
    {
        var broker = KafkaCluster.StartAsync(setup.Brokers);
        Database = setup.OnMySql ? await MySqlServer.CreateAsync() : await MariaDbServer.CreateAsync();
        Redis = await RedisServer.StartAsync();
        Kafka = await broker;
        connection = await Database.CreateDatabaseAsync();
        await MakeSchemaAsync();
        if (setup.IsCuttable)
        {
            DatabaseLink = new TcpLink(Database.Port);
            RedisLink = new TcpLink(Redis.Port);
            connection = connection.Replace($"Port={Text(Database.Port)}", $"Port={Text(DatabaseLink.Port)}", StringComparison.Ordinal);
        }

        await Kafka.Brokers[0].CreateTopicAsync(Topic, Partitions);

        for (var member = 0; member < Members; member++)
        {
            Silos.Add(NewSilo());
            Ingests.Add(NewIngest());
        }

        for (var api = 0; api < setup.Apis; api++)
            Apis.Add(new Role("api", ["--redis", RedisAddress]));
        await Task.WhenAll(Roles.Select(role => role.StartAsync()));
        traffic = new Traffic(Kafka.Bootstrap, Topic, Partitions, setup.LinesPerSecond, setup.HasNastyLines, setup.Seed);
    }

    private async Task MakeSchemaAsync()
    {
        await using var schema = new ServerProcess(
            "schema apply", "dotnet", [Path.Combine(AppContext.BaseDirectory, "recharge-monitor.dll"), "schema", "apply", "--shards", Text(setup.Shards)],
            new Dictionary<string, string> { ["MySql__ConnectionString"] = connection });
        await schema.StartAsync(() => Task.FromResult(true));
        var code = await schema.ExitAsync();
        Assert.True(code == 0, $"schema apply ended with {code}: {schema.Tail}");
    }
}
