using Microsoft.Extensions.Logging.Abstractions;
using RechargeMonitor.Core.Delivery;
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

    /// <summary>Books that were asked for before a withdrawal may be answered for behind it, before the pump has heard of it.</summary>
    [Fact]
    public void Open_AnnouncedAgainBeforeThePumpHeard_WaitsForTheBooksThatAreAskedForThen()
    {
        var assignment = new KafkaAssignment(new KafkaOptions { BootstrapServers = "localhost:1", Topic = "JsonData" }, TimeProvider.System, NullLogger.Instance);
        assignment.Inspected(assignment.Assign(0), new PartitionLog(1, 0, 100));
        var books = new KnownPartition(Assert.Single(assignment.TakeAnnounced()), 10);
        assignment.Revoke(0);
        var partition = assignment.Assign(0);
        assignment.Inspected(partition, new PartitionLog(1, 0, 100));

        assignment.Open(books);
        assignment.Rewind(books);
        Assert.Null(partition.ReadFrom);

        assignment.TakeWithdrawn();
        Assert.Single(assignment.TakeAnnounced());
        assignment.Open(books with { Committed = 20 });
        Assert.Equal(20, partition.ReadFrom);
    }

    private static UInt128 TopicAt(KafkaAssignment assignment, string partition) =>
        KafkaFingerprint.Parse(assignment.FingerprintAt(partition, 10))!.Value.TopicId;
}
