using System.Text;
using Confluent.Kafka;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>The dead letter topic against librdkafka's own mock broker.</summary>
public sealed class DeadLetterTopicTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly RejectedLine Line = new(7, RejectReason.NotAnObject, PersonalData.Mask("x 13800138000"u8), DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task SendAsync_RejectedLine_IsAMaskedMessageWithItsOrigin()
    {
        using var mock = new MockKafka();
        using var topic = new DeadLetterTopic(Options(mock.Bootstrap), TimeProvider.System, new KafkaLog());

        Assert.Equal(0, await topic.SendAsync("JsonData-3", [Line]));

        using var consumer = Consumer(mock);
        var message = consumer.Consume(TimeSpan.FromSeconds(20))?.Message;
        Assert.NotNull(message);
        Assert.Equal("x 138********", message.Value);
        Assert.Equal(["source=JsonData-3", "offset=7", "reason=NotAnObject"], message.Headers.Select(header => $"{header.Key}={Encoding.UTF8.GetString(header.GetValueBytes())}"));
    }

    [Fact]
    public async Task SendAsync_BrokerAway_IsWaitedForOnceOnlyAndUsedAgainWhenItIsBack()
    {
        using var mock = new MockKafka();
        using var topic = new DeadLetterTopic(Options(mock.Bootstrap), TimeProvider.System, new KafkaLog());
        mock.SetBroker(isThere: false);
        Assert.Equal(1, await topic.SendAsync("JsonData-3", [Line]));

        var trial = topic.SendAsync("JsonData-3", [Line, Line]);
        var meanwhile = topic.SendAsync("JsonData-3", [Line, Line, Line]);
        Assert.True(trial.IsCompleted && meanwhile.IsCompleted, "a checkpoint waits for a topic that is known to be away");
        var (sent, dropped) = (6, 1 + await trial + await meanwhile);
        Assert.Equal(1 + 3, dropped);

        mock.SetBroker(isThere: true);
        using var limit = new CancellationTokenSource(Patience);
        for (var takenInARow = 0; takenInARow < 2;)
        {
            Assert.False(limit.IsCancellationRequested, $"nothing is taken {Patience} after the broker came back; {dropped} of {sent} were dropped");
            var now = await topic.SendAsync("JsonData-3", [Line]);
            (sent, dropped, takenInARow) = (sent + 1, dropped + now, now == 0 ? takenInARow + 1 : 0);
            await Task.Delay(10);
        }

        Assert.Equal(sent - dropped, Count(mock, sent - dropped));
    }

    [Fact]
    public async Task SendAsync_NoBroker_DropsAndSaysSoOnce()
    {
        var log = new KafkaLog();
        using var topic = new DeadLetterTopic(Options($"127.0.0.1:{ServerProcess.FreePort()}"), TimeProvider.System, log);

        var dropped = await Task.WhenAll(topic.SendAsync("JsonData-3", [Line, Line]), topic.SendAsync("JsonData-4", [Line]));

        Assert.Equal([2, 1], dropped);
        Assert.Single(log.Lines, line => line.Contains("dropped", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("138001", StringComparison.Ordinal));
    }

    private static IConsumer<Ignore, string> Consumer(MockKafka mock)
    {
        var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = mock.Bootstrap, GroupId = "check" }).Build();
        consumer.Assign(Enumerable.Range(0, MockKafka.Partitions).Select(number => new TopicPartitionOffset("dead", number, Offset.Beginning)));
        return consumer;
    }

    /// <summary>How many messages the topic has: waits for those that are expected, and a moment for more.</summary>
    private static int Count(MockKafka mock, int expected)
    {
        using var consumer = Consumer(mock);
        var count = 0;
        while (consumer.Consume(count < expected ? Patience : TimeSpan.FromMilliseconds(500)) is not null)
            count++;
        return count;
    }

    private static KafkaOptions Options(string bootstrap) => new()
    {
        BootstrapServers = bootstrap,
        DeadLetterTopic = "dead",
        DeadLetterTimeout = bootstrap.Length > 0 ? TimeSpan.FromSeconds(2) : TimeSpan.Zero,
    };
}
