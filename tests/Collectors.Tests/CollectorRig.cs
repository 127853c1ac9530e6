using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using RechargeMonitor.Monitor.Tests;
using RechargeMonitor.Monitor.Tests.Serve;
using RechargeMonitor.Oracle;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Collectors.Tests;

/// <summary>A host's logs, a collector, a broker with the topic, and a monitor that counts it.</summary>
internal sealed class CollectorRig : IAsyncDisposable
{
    private const string Topic = "JsonData";
    private const int Partitions = 4;
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly KafkaServer broker;
    private readonly MonitorProcess monitor;

    private CollectorRig(KafkaServer broker, Func<string, string, string, Collector> collector)
    {
        this.broker = broker;
        Collector = collector(folder["logs"], folder["state"], broker.Bootstrap);
        monitor = new MonitorProcess(["--kafka", broker.Bootstrap, "--data", folder["data"], "--retention-days", "3660"]);
    }

    public HostLogs Logs { get; private set; } = null!;

    public Collector Collector { get; }

    /// <summary>Starts everything but the collector.</summary>
    public static async Task<CollectorRig> StartAsync(Func<string, string, string, Collector> collector, int orders)
    {
        var broker = await KafkaServer.StartOwnAsync("PLAINTEXT", new Dictionary<string, string>());
        var rig = new CollectorRig(broker, collector);
        try
        {
            await broker.CreateTopicAsync(Topic, Partitions);
            rig.Logs = await HostLogs.MakeAsync(rig.folder, orders);
            await rig.monitor.StartAsync();
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the monitor has counted as many lines as the files have.</summary>
    public Task WaitForLinesAsync() => WaitForLinesAsync(Logs.Written);

    /// <summary>Waits until the monitor has counted so many lines.</summary>
    public async Task WaitForLinesAsync(long lines)
    {
        try
        {
            await monitor.WaitForLinesAsync(lines);
        }
        catch (TimeoutException fault)
        {
            throw new TimeoutException($"{fault.Message}{Environment.NewLine}collector:{Environment.NewLine}{Collector.Tail}");
        }
    }

    /// <summary>The broker is killed, the logs grow meanwhile, and it is started again.</summary>
    public async Task InterruptKafkaAsync(Action meanwhile)
    {
        await broker.KillAsync();
        meanwhile();
        await broker.RestartAsync();
    }

    /// <summary>Holds the judge's count of the files against REST, and then every figure by the product's own command.</summary>
    public async Task AssertExactAsync()
    {
        await WaitForLinesAsync();
        var wanted = JsonNode.Parse(Logs.Recount().ToJson())!.AsObject();
        var differences = new List<string>();
        differences.AddRange(Differences(Books(wanted["audit"]!), Books(await monitor.GetAsync("audit"))));
        foreach (var day in wanted["days"]!.AsArray())
            differences.AddRange(Differences(day!["overview"]!, Bare(await monitor.GetAsync($"overview?day={day["day"]}"))));
        Assert.True(differences.Count == 0, $"not the judge's: {string.Join(Environment.NewLine, differences)}{Environment.NewLine}{Collector.Tail}");

        var audit = await AuditAsync();
        Assert.True(audit.ExitCode == 0, $"{audit.Text}{audit.Error}");
    }

    /// <summary><c>recharge-monitor audit</c> of the files against the monitor.</summary>
    public Task<Run> AuditAsync() => Executable.RunAsync("audit", Logs.Folder, "--against", monitor.Address);

    /// <summary>
    /// Waits until every line of the files is in the topic. The monitor must have counted the topic's messages, whose repeats
    /// are lines of their own to it, and its audit must say so.
    /// </summary>
    public async Task AssertNothingLostAsync()
    {
        WaitForEveryLine();
        await Collector.StopAsync();
        var messages = Messages();
        var repeats = messages - Logs.Written;
        await WaitForLinesAsync(messages);
        var audit = await AuditAsync();
        Assert.Equal(repeats == 0 ? 0 : 1, audit.ExitCode);
        Assert.Equal(messages, (await monitor.GetAsync("audit"))["lines"]!.GetValue<long>());
        TestContext.Current.TestOutputHelper!.WriteLine($"{repeats} of {Logs.Written} lines were repeated");
        await Collector.StartAsync();
    }

    /// <summary>How many messages the topic has.</summary>
    public long Messages()
    {
        using var consumer = Consumer();
        return Enumerable.Range(0, Partitions).Sum(number => consumer.QueryWatermarkOffsets(new TopicPartition(Topic, number), TimeSpan.FromSeconds(30)).High.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await Collector.DisposeAsync();
        await monitor.DisposeAsync();
        await broker.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Reads the topic until each line of the files has been there as often as it is in the files.</summary>
    private void WaitForEveryLine()
    {
        var missing = Logs.Lines().GroupBy(Encoding.Latin1.GetString, StringComparer.Ordinal).ToDictionary(lines => lines.Key, lines => lines.Count(), StringComparer.Ordinal);
        using var consumer = Consumer();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(number => new TopicPartitionOffset(Topic, number, Offset.Beginning)));
        var begun = Stopwatch.GetTimestamp();
        while (missing.Count > 0)
        {
            if (Stopwatch.GetElapsedTime(begun) > WaitLimit)
                Assert.Fail($"{missing.Count} lines of {Logs.Written} are not in the topic after {WaitLimit}:{Environment.NewLine}{Collector.Tail}");
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is not { } message)
                continue;
            var line = Encoding.Latin1.GetString(HostLogs.Bare(message.Message.Value ?? []));
            if (missing.TryGetValue(line, out var count) && (missing[line] = count - 1) == 0)
                missing.Remove(line);
        }

        consumer.Close();
    }

    private IConsumer<Ignore, byte[]> Consumer() =>
        new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = broker.Bootstrap, GroupId = "test" }).Build();

    private static IReadOnlyList<string> Differences(JsonNode expected, JsonNode actual) => JsonComparer.Compare(Bytes(expected), Bytes(actual));

    /// <summary>Without the sources: the judge's are files, the monitor's are partitions.</summary>
    private static JsonObject Books(JsonNode audit)
    {
        var books = Bare(audit);
        books.Remove("sources");
        return books;
    }

    private static JsonObject Bare(JsonNode answer)
    {
        var bare = answer.DeepClone().AsObject();
        bare.Remove("revision");
        bare.Remove("asOf");
        return bare;
    }

    private static byte[] Bytes(JsonNode document) => Encoding.UTF8.GetBytes(document.ToJsonString());
}
