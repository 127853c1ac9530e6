using Confluent.Kafka;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>What a source notices of itself and of its brokers, besides what it reads.</summary>
public sealed class KafkaSupervisionTests(SharedKafka shared) : IClassFixture<SharedKafka>
{
    private const string Broken = "this clock has no such timers";
    private readonly string topic = $"t{Guid.NewGuid():N}"[..12];

    private KafkaServer Server
    {
        get
        {
            Assert.SkipWhen(KafkaServer.Missing is not null, KafkaServer.Missing ?? "");
            return shared.Server!;
        }
    }

    /// <summary>What ends one of a source's own tasks must end the source: without the one nothing is opened any more, without the other nothing is read.</summary>
    [Theory]
    [InlineData("the inspector, which looks around every second", 100, 1_000)]
    [InlineData("the guard, which rests for some milliseconds after each look at what was read", 0, 100)]
    public async Task Discover_TaskHasFailed_Throws(string task, int aboveMs, int toMs)
    {
        await Server.CreateTopicAsync(topic, 1);
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = Server.Bootstrap, LingerMs = 0 }).Build();
        await using var rig = new TopicRig([], TopicRig.Options(Server.Bootstrap, topic)).Start(new BrokenClock(aboveMs, toMs));

        var exception = await Assert.ThrowsAsync<KafkaSourceException>(() => rig.UntilAsync(Produce, () => $"nobody notices that {task} has failed"));

        Assert.Contains(Broken, exception.Message, StringComparison.Ordinal);

        bool Produce()
        {
            producer.Produce(topic, new Message<Null, string> { Value = "line" });
            return false;
        }
    }

    /// <summary>Nothing but asking tells a member without partitions, whose group does not change, that the brokers are back.</summary>
    [Fact]
    public async Task BrokerFault_SpareMemberAndBrokersThatComeBack_IsTakenBack()
    {
        Assert.SkipUnless(Server.IsOwn, "the broker is not the test's to kill");
        await Server.CreateTopicAsync(topic, 1);
        var options = TopicRig.Options(Server.Bootstrap, topic);
        options.SessionTimeout = TimeSpan.FromSeconds(20);
        await using var reader = new TopicRig([], options).Start();
        await reader.UntilAsync(() => reader.Open.Count == 1, () => "no partition");
        await using var spare = new TopicRig([], options).Start();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Server.Bootstrap }).Build();
        await spare.UntilAsync(() => Members(admin, options.Group) == 2, () => "it is no member");

        await Server.KillAsync();
        await spare.UntilAsync(() => spare.Source.BrokerFault is not null, () => "no fault");
        await Server.RestartAsync();
        await spare.UntilAsync(() => spare.Source.BrokerFault is null, () => spare.Source.BrokerFault ?? "");

        Assert.Empty(spare.Open);
        Assert.Equal(["Warning", "Information"], spare.Log.Lines.Where(line => line.Contains("Kafka at", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
    }

    /// <summary>How many members a group has whose partitions are shared out.</summary>
    private static int Members(IAdminClient admin, string group)
    {
        var described = admin.DescribeConsumerGroupsAsync([group]).GetAwaiter().GetResult().ConsumerGroupDescriptions[0];
        return described.State == ConsumerGroupState.Stable ? described.Members.Count : 0;
    }

    /// <summary>A clock that breaks whoever sets a timer of a certain length.</summary>
    private sealed class BrokenClock(int aboveMs, int toMs) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            dueTime.TotalMilliseconds > aboveMs && dueTime.TotalMilliseconds <= toMs
                ? throw new InvalidOperationException(Broken)
                : base.CreateTimer(callback, state, dueTime, period);
    }
}
