using Microsoft.Extensions.Logging.Abstractions;
using RechargeMonitor.Ingest.Sources;
using RechargeMonitor.Ingest.Sources.Kafka;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

public sealed class KafkaAssignmentTests
{
    /// <summary>What was read of a topic that was then made again must not be committed as if it were of the new one.</summary>
    [Fact]
    public void FingerprintAt_AnnouncedAgainBeforeThePumpHeard_IsOfWhatWasRead()
    {
        var assignment = new KafkaAssignment(new KafkaOptions { BootstrapServers = "localhost:1", Topic = "JsonData" }, TimeProvider.System, NullLogger.Instance);
        var partition = assignment.Assign(0);
        assignment.Inspected(partition, new PartitionLog(1, 0, 100));
        var announced = Assert.Single(assignment.TakeAnnounced());
        assignment.Open(new KnownPartition(announced, 0));

        foreach (var topic in (UInt128[])[2, 3])
        {
            assignment.Found(topic);
            assignment.Inspected(partition, new PartitionLog(topic, 50, 60));
            assignment.Recheck(partition);
            assignment.Inspected(partition, new PartitionLog(topic, 50, 60));
            Assert.Equal<UInt128>(1, TopicAt(assignment, announced.Partition));
        }

        assignment.TakeWithdrawn();
        Assert.Equal<UInt128>(3, TopicAt(assignment, announced.Partition));
    }

    private static UInt128 TopicAt(KafkaAssignment assignment, string partition) =>
        KafkaFingerprint.Parse(assignment.FingerprintAt(partition, 10))!.Value.TopicId;
}
