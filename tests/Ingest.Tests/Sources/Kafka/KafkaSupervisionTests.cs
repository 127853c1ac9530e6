using Confluent.Kafka;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>What a source notices of itself and of its brokers, besides what it reads.</summary>
public sealed class KafkaSupervisionTests(SharedKafka shared) : IClassFixture<SharedKafka>
{
    private readonly string topic = $"t{Guid.NewGuid():N}"[..12];

    private KafkaServer Server
    {
        get
        {
            Assert.SkipWhen(KafkaServer.Missing is not null, KafkaServer.Missing ?? "");
            return shared.Server!;
        }
    }

    /// <summary>Nothing but asking tells a member without partitions, whose group does not change, that the brokers are back.</summary>
    [Fact]
    public async Task BrokerFault_SpareMemberAndBrokersThatComeBack_IsTakenBack()
    {
        Assert.SkipUnless(Server.IsOwn, "the broker is not the test's to kill");
        await Server.CreateTopicAsync(topic, 1);
        var options = TopicRig.Options(Server.Bootstrap, topic);
        options.SessionTimeout = TimeSpan.FromSeconds(60);
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
}
