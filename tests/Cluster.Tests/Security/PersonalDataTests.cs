using System.Text;
using Confluent.Kafka;
using MySqlConnector;
using RechargeMonitor.Cluster.Tests.Support;
using RechargeMonitor.Servers;
using StackExchange.Redis;
using Xunit;
using Role = RechargeMonitor.Cluster.Tests.Support.Role;

namespace RechargeMonitor.Cluster.Tests.Security;

/// <summary>No customer's number or address is in what a cluster keeps, passes on or says.</summary>
[Collection(nameof(CalmCluster))]
public sealed class PersonalDataTests(CalmCluster fixture)
{
    private const string Topic = "Planted";
    private const string DeadLetters = "PlantedDead";
    private static readonly TimeSpan PollLimit = TimeSpan.FromSeconds(5);

    private readonly PlantedData planted = new();

    [Fact]
    public async Task Cluster_LinesWithPersonalData_KeepsNoneOfIt()
    {
        var cluster = await fixture.WholeAsync();
        using var folder = new TemporaryFolder();
        var settings = folder.File("settings.json", Encoding.UTF8.GetBytes($$$"""{"Kafka":{"DeadLetterTopic":"{{{DeadLetters}}}"}}"""));
        var broker = cluster.Kafka.Brokers[0];
        await broker.CreateTopicAsync(Topic, 1);
        await broker.CreateTopicAsync(DeadLetters, 1);
        broker.Produce(Topic, 0, planted.Lines);
        await using var ingest = cluster.NewIngest(Topic, "--config", settings, "--log", "Trace", "--orleans-log");
        await ingest.StartAsync();

        var rejected = 0L;
        await FaultProof.UntilAsync(
            $"{planted.Count} lines of the topic in the books",
            async () => (rejected = await RejectedAsync(cluster)) > 0, () => $"{rejected} rejected");

        foreach (var call in (string[])["overview", "provinces", "breakdowns/gateway", "audit", "rejects?limit=1000"])
            AssertNone($"api: {call}", Encoding.UTF8.GetBytes((await cluster.Apis[0].GetAsync(call)).ToJsonString()));
        await AssertTablesHaveNoneAsync(cluster.Connection);
        await AssertRedisHasNoneAsync(cluster.Redis);
        AssertDeadLettersHaveNone(cluster, rejected);
        foreach (var role in (Role[])[.. cluster.Roles, ingest])
            AssertNone(role.Address, Encoding.UTF8.GetBytes(role.Process.Tail));
    }

    /// <summary>How many of the topic's lines were rejected, once all are in the books.</summary>
    private async Task<long> RejectedAsync(TestCluster cluster)
    {
        var sources = (await cluster.Apis[0].GetAsync("audit"))["sources"]!.AsArray();
        var own = sources.FirstOrDefault(source => source!["source"]!.GetValue<string>().StartsWith(Topic, StringComparison.Ordinal));
        return own?["lines"]!.GetValue<long>() == planted.Count ? own["rejected"]!.GetValue<long>() : 0;
    }

    private async Task AssertTablesHaveNoneAsync(string connection)
    {
        await using var database = new MySqlConnection(connection);
        await database.OpenAsync();
        var tables = new List<string>();
        await using (var list = new MySqlCommand("SHOW TABLES", database))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }

        Assert.NotEmpty(tables);
        foreach (var table in tables)
        {
            await using var command = new MySqlCommand($"SELECT * FROM `{table}`", database);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                    AssertNone($"table {table}", reader.GetValue(column) as byte[] ?? Encoding.UTF8.GetBytes($"{reader.GetValue(column)}"));
            }
        }
    }

    private async Task AssertRedisHasNoneAsync(RedisServer server)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port}");
        var database = redis.GetDatabase();
        var keys = redis.GetServers()[0].Keys().ToArray();
        Assert.NotEmpty(keys);
        foreach (var key in keys)
        {
            AssertNone("a Redis key", Encoding.UTF8.GetBytes(key.ToString()));
            switch (await database.KeyTypeAsync(key))
            {
                case RedisType.String:
                    AssertNone($"Redis {key}", (byte[])(await database.StringGetAsync(key))!);
                    break;
                case RedisType.Hash:
                    foreach (var entry in await database.HashGetAllAsync(key))
                        AssertNone($"Redis {key}", [.. (byte[])entry.Name!, .. (byte[])entry.Value!]);
                    break;
                case RedisType.SortedSet:
                    foreach (var entry in await database.SortedSetRangeByRankAsync(key))
                        AssertNone($"Redis {key}", (byte[])entry!);
                    break;
                default:
                    Assert.Fail($"Redis {key} is of a type that is not looked into");
                    break;
            }
        }
    }

    private void AssertDeadLettersHaveNone(TestCluster cluster, long expected)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = cluster.Kafka.Bootstrap,
            GroupId = "reader",
        }).Build();
        consumer.Assign(new TopicPartitionOffset(DeadLetters, 0, Offset.Beginning));
        for (var number = 0; number < expected; number++)
        {
            var letter = consumer.Consume(PollLimit);
            Assert.True(letter is not null, $"expected {expected} dead letters, found {number}");
            AssertNone("a dead letter", letter.Message.Value);
            foreach (var header in letter.Message.Headers)
                AssertNone("a dead letter's header", header.GetValueBytes());
        }
    }

    private void AssertNone(string where, byte[] bytes)
    {
        var found = planted.In(bytes);
        Assert.True(found.Count == 0, $"personal data in {where}: {string.Join(", ", found)}");
    }
}
