using System.Buffers;
using System.Globalization;
using Confluent.Kafka;
using RechargeMonitor.Cluster.Tests.Support;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Oracle;

namespace RechargeMonitor.Cluster.Tests.Week;

/// <summary>Writes days of lines to a cluster's topic, as fast as they are counted.</summary>
/// <param name="cluster">The cluster; nobody else writes to it meanwhile.</param>
/// <param name="lines">How many lines its books hold already.</param>
internal sealed class DayFeed(TestCluster cluster, long lines) : IDisposable
{
    private const int Seed = 20170301;
    private const int OddLinesPerMillion = 10_000;
    private const int LinesAtOnce = 20_000;

    // What is written and not yet counted: far less than the topic keeps.
    private const int MaxAhead = 100_000;

    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(120);

    private readonly ArrayBufferWriter<byte> output = new();
    private readonly IProducer<Null, byte[]> producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
    {
        BootstrapServers = cluster.Kafka.Bootstrap,
        EnableIdempotence = true,
        LingerMs = 5,
        QueueBufferingMaxMessages = 2 * LinesAtOnce,
    }).Build();

    private Error? failure;

    /// <summary>How many lines the books hold once all is counted.</summary>
    public long Lines { get; private set; } = lines;

    /// <summary>How many lines a cluster's books hold.</summary>
    public static async Task<long> CountedAsync(TestCluster cluster) => (await cluster.Apis[0].GetAsync("audit"))["lines"]!.GetValue<long>();

    /// <summary>Writes a day and waits until it is counted.</summary>
    /// <param name="day">The day.</param>
    /// <param name="orders">How many orders it has.</param>
    /// <param name="judge">Counts it too.</param>
    public async Task CountDayAsync(DateOnly day, int orders, Recount judge)
    {
        SourceCounts[] sources = [.. Enumerable.Range(0, TestCluster.Partitions)
            .Select(partition => judge.AddTopic(string.Create(CultureInfo.InvariantCulture, $"{TestCluster.Topic}-{partition}")))];
        var generator = new LineGenerator(new GeneratorOptions
        {
            Seed = Seed, FirstDay = day, OrdersPerDay = orders, MaxOrders = orders, OddLinesPerMillion = OddLinesPerMillion,
        });
        while (generator.PeekLogTime != LineGenerator.NoMoreLines)
        {
            for (var line = 0; line < LinesAtOnce && generator.PeekLogTime != LineGenerator.NoMoreLines; line++)
                Write(generator, judge, sources);
            producer.Flush(FlushLimit);
            if (failure is not null)
                throw new KafkaException(failure);
            await UntilCountedAsync(Lines - MaxAhead);
        }

        await UntilCountedAsync(Lines);
    }

    public void Dispose() => producer.Dispose();

    private void Write(LineGenerator generator, Recount judge, SourceCounts[] sources)
    {
        output.ResetWrittenCount();
        generator.Next(output);
        var message = output.WrittenSpan.TrimEnd("\r\n"u8).ToArray();
        var partition = (int)(Lines % sources.Length);
        producer.Produce(new TopicPartition(TestCluster.Topic, partition), new Message<Null, byte[]> { Value = message }, report =>
        {
            if (report.Error.IsError)
                failure = report.Error;
        });
        judge.AddMessage(sources[partition], message);
        Lines++;
    }

    private async Task UntilCountedAsync(long expected)
    {
        long counted = 0;
        await FaultProof.UntilAsync($"{expected} lines in the books", async () => (counted = await CountedAsync(cluster)) >= expected, () => $"{counted}");
    }
}
