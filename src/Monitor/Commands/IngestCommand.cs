using RechargeMonitor.Monitor.Cluster;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>ingest</c>: feeds a Kafka topic into a cluster.</summary>
internal static class IngestCommand
{
    private const string Description = """
        Feed the lines of a Kafka topic into a cluster's silos. Start as many as the topic has partitions, at the most: they
        share them as a consumer group. Offsets are kept with the figures, so that every line counts exactly once.

        Settings also come from the environment (Kafka__BootstrapServers=…) and from a file named with --config. Kafka:Properties
        takes any property of librdkafka, such as security.protocol.

        Example:
          recharge-monitor ingest --kafka kafka-1:9092,kafka-2:9092 --mysql 'Server=db;Database=recharge;User ID=monitor'
        """;

    public static HostCommand Create() => new(
        "ingest",
        Description,
        [
            .. ClusterSettings.Members,
            .. ClusterSettings.Kafka,
            SettingOption.Text("--url", "URL", Key(nameof(IngestHostOptions.Url)), "Where health is answered (http://localhost:8082)."),
            SettingOption.Number("--shards", "N", Key(nameof(IngestHostOptions.Shards)), "The number of shards that the database must have (any)."),
        ],
        IngestHost.RunAsync);

    private static string Key(string name) => $"{IngestHostOptions.Section}:{name}";
}
