using RechargeMonitor.Ingest.Sources.Kafka;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

public sealed class KafkaOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreValid() => Assert.True(new KafkaOptionsValidator().Validate(null, new KafkaOptions()).Succeeded);

    [Fact]
    public void Validate_ManyFaults_NamesAllOfThem()
    {
        var options = new KafkaOptions
        {
            BootstrapServers = "kafka:port",
            Topic = "a b",
            DeadLetterTopic = "c/d",
            Group = " ",
            StartAt = "2017-04-12T00:00:00",
            MetadataRefresh = TimeSpan.Zero,
            SessionTimeout = TimeSpan.Zero,
            QueueKiB = 1,
            SaslPasswordFile = "absent/password",
            Properties = { ["group.id"] = "x", ["sasl.password"] = "secret" },
        };
        var faults = new KafkaOptionsValidator().Validate(null, options).Failures!.ToArray();

        Assert.Equal(11, faults.Length);
        Assert.Contains(faults, fault => fault.Contains("'kafka:port'", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("'secret'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2017-04-12T00:00:00+08:00")]
    [InlineData("2017-04-11T16:00:00Z")]
    public void StartTime_WithAZone_IsThatInstant(string text)
    {
        var options = new KafkaOptions { StartAt = text };
        Assert.True(new KafkaOptionsValidator().Validate(null, options).Succeeded);
        Assert.Equal(new DateTimeOffset(2017, 4, 11, 16, 0, 0, TimeSpan.Zero), options.StartTime);
    }

    [Theory]
    [InlineData("fetch.mni.bytes", "1")]
    [InlineData("fetch.min.bytes", "many")]
    public void Source_PropertyThatLibrdkafkaRefuses_IsNamed(string property, string value)
    {
        var options = new KafkaOptions { Properties = { [property] = value } };
        var fault = Assert.Throws<KafkaSourceException>(() => new KafkaSource(options, TimeProvider.System, new KafkaLog()));
        Assert.Contains(property, fault.Message);
    }

    [Fact]
    public async Task Discover_NoBroker_SaysSoInOneLineAndGoesOnTrying()
    {
        var options = TopicRig.Options($"127.0.0.1:{Servers.ServerProcess.FreePort()}", "absent");
        await using var rig = new TopicRig([], options).Start();
        await rig.UntilAsync(() => rig.Source.BrokerFault is not null && rig.Log.Lines.Count > 0, () => $"{rig.Source.BrokerFault ?? "no fault"}");

        Assert.Contains("no broker answers", Assert.Single(rig.Log.Lines));
    }
}
