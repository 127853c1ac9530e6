using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using RechargeMonitor.Ingest.Sources.Kafka;
using Xunit;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>What a process says of its brokers, and when it takes that back.</summary>
public sealed class BrokerFaultsTests
{
    private readonly BrokerFaults faults = new(new KafkaOptions(), TimeProvider.System, NullLogger.Instance);

    [Fact]
    public void ClearOfTopic_FaultOfTheGroup_Stands()
    {
        faults.Report(new Error(ErrorCode.GroupAuthorizationFailed));

        faults.ClearOfTopic();
        Assert.NotNull(faults.Current);

        faults.Clear();
        Assert.Null(faults.Current);
    }

    [Fact]
    public void Report_NoAnswerInTimeAfterSomethingElse_SaysNothingNew()
    {
        faults.Report(new Error(ErrorCode.Local_AllBrokersDown));
        var first = faults.Current;

        faults.Report(new Error(ErrorCode.Local_TimedOut));

        Assert.Equal(first, faults.Current);
    }
}
