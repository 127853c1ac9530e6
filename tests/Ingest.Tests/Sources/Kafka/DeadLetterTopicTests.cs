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
    private static readonly RejectedLine Line = new(7, RejectReason.NotAnObject, PersonalData.Mask("x 13800138000"u8), DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task SendAsync_RejectedLine_IsAMaskedMessageWithItsOrigin()
    {
        using var mock = new MockKafka();
        using var topic = new DeadLetterTopic(Options(mock.Bootstrap), TimeProvider.System, new KafkaLog());

        Assert.Equal(0, await topic.SendAsync("JsonData-3", [Line]));

        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = mock.Bootstrap, GroupId = "check" }).Build();
        consumer.Assign(Enumerable.Range(0, MockKafka.Partitions).Select(number => new TopicPartitionOffset("dead", number, Offset.Beginning)));
        var message = consumer.Consume(TimeSpan.FromSeconds(20))?.Message;
        Assert.NotNull(message);
        Assert.Equal("x 138********", message.Value);
        Assert.Equal(["source=JsonData-3", "offset=7", "reason=NotAnObject"], message.Headers.Select(header => $"{header.Key}={Encoding.UTF8.GetString(header.GetValueBytes())}"));
    }

    [Fact]
    public async Task SendAsync_NoBroker_DropsAndSaysSoOnce()
    {
        var log = new KafkaLog();
        using var topic = new DeadLetterTopic(Options($"127.0.0.1:{ServerProcess.FreePort()}"), TimeProvider.System, log);

        Assert.Equal(2, await topic.SendAsync("JsonData-3", [Line, Line]));
        Assert.Equal(1, await topic.SendAsync("JsonData-3", [Line]));

        Assert.Single(log.Lines, line => line.Contains("dropped", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("138001", StringComparison.Ordinal));
    }

    private static KafkaOptions Options(string bootstrap) => new()
    {
        BootstrapServers = bootstrap,
        DeadLetterTopic = "dead",
        DeadLetterTimeout = bootstrap.Length > 0 ? TimeSpan.FromSeconds(2) : TimeSpan.Zero,
    };
}
