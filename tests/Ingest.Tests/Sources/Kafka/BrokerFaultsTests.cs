using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Ingest.Sources.Kafka;
using Xunit;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>What a process says of its brokers, and when it takes that back.</summary>
public sealed class BrokerFaultsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly ListLogger<BrokerFaults> log = new();
    private readonly BrokerFaults faults;

    public BrokerFaultsTests() => faults = new BrokerFaults(new KafkaOptions(), time, log);

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

    /// <summary>librdkafka says both every second.</summary>
    [Fact]
    public void Report_NameThatIsNotResolvedAndNoBrokerInTurn_IsSaidOnce()
    {
        for (var second = 0; second < 50; second++)
        {
            faults.Report(new Error(ErrorCode.Local_Resolve));
            faults.Report(new Error(ErrorCode.Local_AllBrokersDown));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Contains("cannot be resolved", Assert.Single(log.Events).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_NoBrokerLongAfterTheNameWasResolved_IsSaid()
    {
        faults.Report(new Error(ErrorCode.Local_Resolve));
        time.Advance(TimeSpan.FromMinutes(1));
        faults.Report(new Error(ErrorCode.Local_AllBrokersDown));

        Assert.Equal(2, log.Events.Count);
        Assert.Contains("no broker answers", faults.Current, StringComparison.Ordinal);
    }
}
