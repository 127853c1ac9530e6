using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RechargeMonitor.Grains.Tests.Support;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Grains.Tests.Kafka;

/// <summary>A topic through sources of one group, streams, grains and SQLite, while members and the broker come and go. The judge knows the plain count.</summary>
public sealed class KafkaEngineTests : IAsyncLifetime
{
    private const int Partitions = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string folder = Directory.CreateTempSubdirectory("kafka-engine-").FullName;
    private readonly string topic = $"t{Guid.NewGuid():N}"[..12];
    private KafkaServer? server;

    public async ValueTask InitializeAsync()
    {
        if (KafkaServer.Missing is null)
            server = await KafkaServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Feed_MembersComeAndGo_FiguresEqualTheJudges()
    {
        var (broker, contents) = await PrepareAsync(1500);
        await using var engine = await Engine.StartAsync(folder);
        await using var first = new Member(engine, Options(broker));
        await UntilAsync(() => Committed(engine) > 0, engine, [first]);
        await using var second = new Member(engine, Options(broker));
        ProduceRest(broker, contents);
        await UntilAsync(() => second.State.LinesCommitted > 0, engine, [first, second]);
        await first.StopAsync();
        await UntilAsync(() => Committed(engine) == contents.Sum(content => Lines(content).Count), engine, [second]);

        AssertSame(engine, contents);
    }

    [Fact]
    public async Task Feed_BrokerKilledAndStartedAgain_FiguresEqualTheJudges()
    {
        var (broker, contents) = await PrepareAsync(1000);
        Assert.SkipUnless(broker.IsOwn, "the broker is not the test's to kill");
        ProduceRest(broker, contents);
        await using var engine = await Engine.StartAsync(folder);
        await using var member = new Member(engine, Options(broker));
        await UntilAsync(() => Committed(engine) > 0, engine, [member]);
        await broker.KillAsync();
        await UntilAsync(() => member.Source.BrokerFault is not null, engine, [member]);
        await broker.RestartAsync();
        await UntilAsync(() => Committed(engine) == contents.Sum(content => Lines(content).Count), engine, [member]);

        AssertSame(engine, contents);
    }

    private static KafkaOptions Options(KafkaServer broker, string topic) => new()
    {
        BootstrapServers = broker.Bootstrap,
        Topic = topic,
        Group = $"{topic}-readers",
        MetadataRefresh = TimeSpan.FromMilliseconds(500),
        SessionTimeout = TimeSpan.FromSeconds(6),
    };

    private static long Committed(Engine engine) => engine.View.Ledgers().Sum(entry => entry.Ledger.Committed);

    private static List<byte[]> Lines(byte[] content) =>
        [.. Encoding.Latin1.GetString(content).TrimEnd('\n').Split('\n').Select(Encoding.Latin1.GetBytes)];

    private static async Task UntilAsync(Func<bool> isDone, Engine engine, Member[] members)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!isDone())
        {
            Assert.False(limit.IsCancellationRequested, $"not within {Patience}: {string.Join(", ", engine.View.Ledgers().Select(entry => $"{entry.Partition} {entry.Ledger.Committed}"))}");
            await Task.WhenAny([.. members.Select(member => member.Running), Task.Delay(5)]);
            Assert.DoesNotContain(members, member => member.Running.IsFaulted);
        }
    }

    private KafkaOptions Options(KafkaServer broker) => Options(broker, topic);

    private async Task<(KafkaServer Broker, byte[][] Contents)> PrepareAsync(int orders)
    {
        Assert.SkipWhen(KafkaServer.Missing is not null, KafkaServer.Missing ?? "");
        await server!.CreateTopicAsync(topic, Partitions);
        var contents = Enumerable.Range(0, Partitions).Select(number => Content.OfOrders(orders, (ulong)(11 + number))).ToArray();
        for (var number = 0; number < Partitions; number++)
            server.Produce(topic, number, Lines(contents[number]).Take(Produced(contents[number])));
        return (server, contents);
    }

    private void ProduceRest(KafkaServer broker, byte[][] contents)
    {
        for (var number = 0; number < Partitions; number++)
            broker.Produce(topic, number, Lines(contents[number]).Skip(Produced(contents[number])));
    }

    /// <summary>How many of the lines are in the topic at the beginning.</summary>
    private static int Produced(byte[] content) => Lines(content).Count / 5;

    private void AssertSame(Engine engine, byte[][] contents)
    {
        var differences = engine.DifferencesTo([.. contents.Select((content, number) => ($"{topic}-{number}", content))]);

        // The judge's positions are bytes of a file, a topic's are numbers of messages.
        Assert.DoesNotContain(differences, difference => !difference.Contains("position", StringComparison.Ordinal));
        for (var number = 0; number < Partitions; number++)
            Assert.Equal(Lines(contents[number]).Count, engine.View.Ledgers().Single(entry => entry.Partition == $"{topic}-{number}").Ledger.Committed);
    }

    /// <summary>A process's source and pump.</summary>
    private sealed class Member : IAsyncDisposable
    {
        private static readonly FeedingOptions Quick = new()
        {
            CheckpointInterval = TimeSpan.FromMilliseconds(50),
            PollInterval = TimeSpan.FromMilliseconds(5),
            DiscoverInterval = TimeSpan.FromMilliseconds(50),
            PollBytes = 64 * 1024,
        };

        private readonly CancellationTokenSource stop = new();
        private bool isStopped;

        public Member(Engine engine, KafkaOptions options)
        {
            Source = new KafkaSource(options, TimeProvider.System, NullLogger<KafkaSource>.Instance);
            var pump = new Pump(Source, engine.Client, Quick, 1, State, TimeProvider.System, NullLogger<Pump>.Instance);
            Running = Task.Run(() => pump.RunAsync([], stop.Token));
        }

        public KafkaSource Source { get; }

        public FeedingState State { get; } = new();

        public Task Running { get; }

        public async Task StopAsync()
        {
            if (isStopped)
                return;
            isStopped = true;
            await stop.CancelAsync();
            await Running;
            await Source.DisposeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stop.Dispose();
        }
    }
}
