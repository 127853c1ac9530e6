using Confluent.Kafka;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>librdkafka's mock broker: it lives in a client, listens on loopback and makes topics as they are asked for.</summary>
internal sealed class MockKafka : IDisposable
{
    /// <summary>How many partitions its topics have.</summary>
    public const int Partitions = 4;

    private readonly IAdminClient host;

    public MockKafka()
    {
        var config = new AdminClientConfig();
        config.Set("test.mock.num.brokers", "1");
        config.Set("bootstrap.servers", "none");
        config.Set("log_level", "0");
        host = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).Build();
        var broker = host.GetMetadata(TimeSpan.FromSeconds(10)).Brokers[0];
        Bootstrap = $"{broker.Host}:{broker.Port}";
    }

    public string Bootstrap { get; }

    public void Dispose() => host.Dispose();
}
