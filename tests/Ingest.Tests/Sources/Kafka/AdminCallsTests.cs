using System.Reflection;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Servers;
using Xunit;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>An admin client that has ended must not stop the reading.</summary>
public sealed class AdminCallsTests
{
    [Fact]
    public async Task Ask_NoAnswer_GoesOnWithANewClient()
    {
        var time = new FakeTimeProvider();
        var clients = 0;
        using var calls = new AdminCalls(
            () =>
            {
                clients++;
                return DispatchProxy.Create<IAdminClient, NoAdminClient>();
            },
            time);
        await calls.AskAsync(_ => Task.FromResult(true));
        var unanswered = calls.AskAsync(_ => new TaskCompletionSource<bool>().Task);
        time.Advance(AdminCalls.Patience);

        var exception = await Assert.ThrowsAsync<KafkaException>(() => unanswered);

        Assert.Equal(ErrorCode.Local_BadMsg, exception.Error.Code);
        Assert.Equal(1, clients);
        await calls.AskAsync(_ => Task.FromResult(true));
        Assert.Equal(2, clients);
    }

    [Fact]
    public async Task Read_WhilePartitionHasNoReplicaInSync_GoesOnOnceItHas()
    {
        Assert.SkipWhen(KafkaServer.CannotStart is not null, KafkaServer.CannotStart ?? "");
        await using var cluster = await KafkaCluster.StartAsync(3);
        var topic = $"t{Guid.NewGuid():N}"[..12];
        using (var admin = cluster.Brokers[0].Admin())
            await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 2, ReplicasAssignments = new() { [0] = [1], [1] = [3] } }]);
        await using var rig = new TopicRig(new Dictionary<string, KnownPartition>(StringComparer.Ordinal), TopicRig.Options(cluster.Bootstrap, topic)).Start();
        Produce(cluster, topic, 0);
        await rig.UntilLinesAsync(100);

        await cluster.Brokers[2].KillAsync();
        await rig.UntilAsync(() => rig.Source.BrokerFault is not null, () => "nothing is said of the partition without replicas");
        Produce(cluster, topic, 0);
        await cluster.Brokers[2].RestartAsync();
        Produce(cluster, topic, 1);
        await rig.UntilLinesAsync(300);

        Assert.Equal(300, rig.Count);
    }

    private static void Produce(KafkaCluster cluster, string topic, int partition) =>
        cluster.Brokers[0].Produce(topic, partition, Enumerable.Range(0, 100).Select(number => Encoding.UTF8.GetBytes($"{partition}-{number}")));

    /// <summary>Nothing is asked of it: it can be disposed.</summary>
    public class NoAdminClient : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
    }
}
