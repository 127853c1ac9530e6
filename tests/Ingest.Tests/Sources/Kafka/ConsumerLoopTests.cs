using System.Globalization;
using System.Text;
using Confluent.Kafka;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources.Kafka;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>A partition is read from where its books are, whatever the brokers answer, and how late, while it is assigned.</summary>
public sealed class ConsumerLoopTests : IDisposable
{
    private const string Topic = "t";
    private const int Committed = 40;
    private const int Messages = 100;

    // librdkafka waits half a second after each.
    private const int RefusedFetches = 5;

    private static readonly UInt128 TopicId = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerDelay = TimeSpan.FromSeconds(1);

    private readonly MockKafka kafka = new();
    private readonly KafkaLog log = new();
    private readonly BlockExchange blocks = new();
    private readonly KafkaAssignment assignment;
    private readonly ConsumerLoop loop;
    private readonly List<(long Offset, string Text)> read = [];

    public ConsumerLoopTests()
    {
        var options = TopicRig.Options(kafka.Bootstrap, Topic);
        assignment = new KafkaAssignment(options, TimeProvider.System, log);
        loop = new ConsumerLoop(options, assignment, blocks, new BrokerFaults(options, TimeProvider.System, log), TimeProvider.System, log);
        kafka.CreateTopic(Topic, 1);
        Produce(0, Messages);
    }

    public void Dispose()
    {
        loop.Stop();
        loop.Dispose();
        blocks.Dispose();
        kafka.Dispose();
    }

    [Fact]
    public async Task Start_BooksKnownAtOnce_ReadsFromThere()
    {
        await AssignAsync();
        Open();

        await AssertReadsOnAsync();
    }

    [Fact]
    public async Task Start_LogThatIsAnsweredForLateAndNotReadYet_ReadsFromTheBooksAndNowhereElse()
    {
        // Had anything asked where the log ends, the answer would come after the partition was told to be read from the books,
        // be refused as outdated, asked for again and followed, all of it before a message was read.
        kafka.DelayNextOffsets(AnswerDelay);
        kafka.RefuseNextFetches(RefusedFetches);
        await AssignAsync();
        Open();

        await AssertReadsOnAsync();
    }

    [Fact]
    public async Task Start_LeaderUnknownWhenAssigned_ReadsFromTheBooksOnceThereIsOne()
    {
        kafka.SetLeader(Topic, 0, isThere: false);
        await AssignAsync();
        Open();
        await Task.Delay(AnswerDelay);
        kafka.SetLeader(Topic, 0, isThere: true);

        await AssertReadsOnAsync();
    }

    [Fact]
    public async Task Start_LogThatBeginsBehindTheFirstOffset_ReadsFromTheBooks()
    {
        kafka.DeleteRecords(Topic, 0, below: Committed);
        await AssignAsync();
        await Task.Delay(AnswerDelay);
        Assert.Empty(Read());
        Open();

        await AssertReadsOnAsync();
    }

    /// <summary>The group gives the partition to this member.</summary>
    private async Task AssignAsync()
    {
        loop.Start();
        await UntilAsync(() => assignment.ToInspect(all: true).Count == 1, () => string.Join(" | ", log.Lines));
    }

    /// <summary>The partition's books become known.</summary>
    private void Open()
    {
        var partition = assignment.ToInspect(all: true).Single();
        assignment.Inspected(partition, new PartitionLog(TopicId, 0, Messages));
        var descriptor = Assert.Single(assignment.TakeAnnounced());
        Assert.Equal(Committed, assignment.Open(new KnownPartition(descriptor, Committed)).Offset);
    }

    private async Task AssertReadsOnAsync()
    {
        await UntilAsync(() => Read().Count >= Messages - Committed, () => $"{read.Count} messages");
        Produce(Messages, 1);
        await UntilAsync(() => Read().Count > Messages - Committed, () => $"{read.Count} messages");
        Assert.Equal(Enumerable.Range(Committed, Messages - Committed + 1).Select(number => ((long)number, Text(number))), read);
    }

    private List<(long Offset, string Text)> Read()
    {
        blocks.Release(blocks.Filled);
        while (blocks.TryTake() is { } block)
        {
            for (var index = 0; index < block.Count; index++)
                read.Add((block.Line(index).Offset, Encoding.UTF8.GetString(block.Bytes(block.Line(index)))));
            blocks.Return(block);
        }

        return read;
    }

    private void Produce(int from, int count)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = kafka.Bootstrap, LingerMs = 5 }).Build();
        foreach (var number in Enumerable.Range(from, count))
            producer.Produce(new TopicPartition(Topic, 0), new Message<Null, byte[]> { Value = Encoding.UTF8.GetBytes(Text(number)) });
        producer.Flush(Patience);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task UntilAsync(Func<bool> condition, Func<string> found)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"not within {Patience}: {found()}");
            await Task.Delay(10);
        }
    }
}
