using RechargeMonitor.Core.Delivery;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class PartitionKeysTests
{
    [Theory]
    [InlineData("JsonData-3")]
    [InlineData("")]
    [InlineData("s-s-")]
    [InlineData("充值")]
    public void Source_AnyPartition_RoundTrips(string partition)
    {
        Assert.Equal(partition, PartitionKeys.PartitionOfSource(PartitionKeys.Source(partition)));
        Assert.Equal(partition, PartitionKeys.PartitionOfRejects(PartitionKeys.Rejects(partition)));
        Assert.Null(PartitionKeys.PartitionOfSource(PartitionKeys.Rejects(partition)));
        Assert.Null(PartitionKeys.PartitionOfRejects(PartitionKeys.Source(partition)));
        Assert.False(TargetId.TryParse(PartitionKeys.Source(partition), out _));
    }
}
