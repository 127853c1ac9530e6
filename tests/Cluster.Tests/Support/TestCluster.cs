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

    // A new MariaDB takes a third of it, the topic of a broker at most two thirds.
    private const int DiskMebibytes = 384;

    private readonly ClusterSetup setup;
    private readonly List<SmallDisk> disks = [];
    private string connection = "";
    private Traffic? traffic;

    private TestCluster(ClusterSetup setup) => this.setup = setup;

    /// <summary>How to reach its tables.</summary>
    public string Connection => connection;

    public DatabaseServer Database { get; private set; } = null!;

    public RedisServer Redis { get; private set; } = null!;

    public KafkaCluster Kafka { get; private set; } = null!;

    /// <summary>The ways of all roles to the database, where the setup asks for ones that can be cut.</summary>
    public IEnumerable<TcpLink> DatabaseLinks => LinksTo(Database.Port);

    /// <summary>The ways of all roles to Redis, where the setup asks for ones that can be cut.</summary>
    public IEnumerable<TcpLink> RedisLinks => LinksTo(Redis.Port);

    /// <summary>Whether servers have disks that can be filled.</summary>
    public bool HasSmallDisks => disks.Count == Disks;

    /// <summary>The database's, where there are small disks.</summary>
    public SmallDisk DatabaseDisk => disks[0];

    /// <summary>Redis', where there are small disks.</summary>
    public SmallDisk RedisDisk => disks[1];

    /// <summary>The brokers', where there are small disks.</summary>
    public IReadOnlyList<SmallDisk> BrokerDisks => disks[2..];

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
    public Role NewSilo(params string[] more)
    {
        var (database, redis) = (Way(Database.Port), Way(Redis.Port));
        return new("silo",
        [
            "--mysql", ConnectionBy(database), "--redis", RedisBy(redis), "--advertised-address", "127.0.0.1",
            "--silo-port", Text(ServerProcess.FreePort()), "--gateway-port", Text(ServerProcess.FreePort()), .. setup.SiloOptions, .. more,
        ], [.. database, .. redis]);
    }

    /// <summary>An ingest that is not started yet.</summary>
    /// <param name="topic">What it reads.</param>
    /// <param name="more">Options beside the usual ones.</param>
    public Role NewIngest(string topic = Topic, params string[] more)
    {
        var database = Way(Database.Port);
        return new("ingest", ["--mysql", ConnectionBy(database), "--kafka", Kafka.Bootstrap, "--topic", topic, "--group", $"{topic}-readers", .. more], database);
    }

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
        foreach (var server in (IAsyncDisposable?[])[Kafka, Redis, Database, .. disks])
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

    /// <summary>How many there are where each server has one: the database, Redis, the brokers.</summary>
    private int Disks => 2 + setup.Brokers;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A role's own way to a server, where ways are to be cuttable.</summary>
    private TcpLink[] Way(int serverPort) => setup.IsCuttable ? [new TcpLink(serverPort)] : [];

    private string ConnectionBy(TcpLink[] way) => way.Length == 0 ? connection
        : connection.Replace($"Port={Text(Database.Port)}", $"Port={Text(way[0].Port)}", StringComparison.Ordinal);

    private string RedisBy(TcpLink[] way) => $"127.0.0.1:{(way.Length == 0 ? Redis.Port : way[0].Port)}";

    private IEnumerable<TcpLink> LinksTo(int serverPort) => Roles.SelectMany(role => role.Links).Where(link => link.ServerPort == serverPort);

    private async Task StartAsync()
    {
        if (setup.HasSmallDisks)
            await MountDisksAsync();
        var brokers = KafkaCluster.StartAsync(setup.Brokers, setup.IsCuttable, HasSmallDisks ? [.. BrokerDisks.Select(DataOn)] : null);
        Database = setup.OnMySql ? await MySqlServer.CreateAsync() : await MariaDbServer.CreateInAsync(HasSmallDisks ? DataOn(DatabaseDisk) : null);
        Redis = await RedisServer.StartAsync(data: HasSmallDisks ? DataOn(RedisDisk) : null);
        Kafka = await brokers;
        connection = await Database.CreateDatabaseAsync();
        await MakeSchemaAsync();
        await Kafka.Brokers[0].CreateTopicAsync(Topic, Partitions);

        for (var member = 0; member < Members; member++)
        {
            Silos.Add(NewSilo());
            Ingests.Add(NewIngest());
        }

        for (var api = 0; api < setup.Apis; api++)
            Apis.Add(NewApi());
        await Task.WhenAll(Roles.Select(role => role.StartAsync()));
        traffic = new Traffic(Kafka.Bootstrap, Topic, Partitions, setup.LinesPerSecond, setup.HasNastyLines, setup.Seed);
    }

    private Role NewApi()
    {
        var redis = Way(Redis.Port);
        return new("api", ["--redis", RedisBy(redis)], redis);
    }

    private static string DataOn(SmallDisk disk) => Path.Combine(disk.Path, "data");

    private async Task MountDisksAsync()
    {
        while (disks.Count < Disks && await SmallDisk.TryMountAsync(DiskMebibytes) is { } disk)
            disks.Add(disk);
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
