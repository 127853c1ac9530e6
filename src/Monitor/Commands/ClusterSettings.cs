using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Silo.Clustering;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Snapshots.Redis;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>The settings of a cluster's processes that are options too. Those that hold secrets are not: others see a command line.</summary>
internal static class ClusterSettings
{
    public static SettingOption[] Members { get; } =
    [
        SettingOption.Text("--cluster", "NAME", $"{ClusterOptions.Section}:{nameof(ClusterOptions.Id)}", "The cluster's name (recharge-monitor)."),
        SettingOption.Text("--mysql", "CONNECTION", $"{MySqlOptions.Section}:{nameof(MySqlOptions.ConnectionString)}", "How to reach the database: 'Server=db;Database=recharge;User ID=monitor'. The password goes to MySql:PasswordFile or the environment."),
    ];

    public static SettingOption[] Ports { get; } =
    [
        SettingOption.Number("--silo-port", "PORT", $"{ClusterOptions.Section}:{nameof(ClusterOptions.SiloPort)}", "The port for other silos (11111)."),
        SettingOption.Number("--gateway-port", "PORT", $"{ClusterOptions.Section}:{nameof(ClusterOptions.GatewayPort)}", "The port for ingest processes (30000)."),
        SettingOption.Text("--advertised-address", "IP", $"{ClusterOptions.Section}:{nameof(ClusterOptions.AdvertisedAddress)}", "The address at which others reach this silo (the host's own)."),
    ];

    public static SettingOption Redis { get; } = SettingOption.Text(
        "--redis", "SERVERS", $"{RedisOptions.Section}:{nameof(RedisOptions.Configuration)}", "Where snapshots are kept (localhost:6379). The password goes to Redis:PasswordFile or the environment.");

    public static SettingOption[] Kafka { get; } =
    [
        SettingOption.Text("--kafka", "SERVERS", $"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}", "Read a Kafka topic: hosts and ports of some brokers, separated by commas."),
        SettingOption.Text("--topic", "NAME", $"{KafkaOptions.Section}:{nameof(KafkaOptions.Topic)}", "The topic (JsonData)."),
        SettingOption.Text("--group", "NAME", $"{KafkaOptions.Section}:{nameof(KafkaOptions.Group)}", "The consumer group (recharge-monitor)."),
        SettingOption.Text("--start-at", "TIME", $"{KafkaOptions.Section}:{nameof(KafkaOptions.StartAt)}", "From when on partitions are read that this database never counted, such as 2017-04-12T00:00:00+08:00 (all that is there)."),
        SettingOption.Flag("--accept-loss", $"{KafkaOptions.Section}:{nameof(KafkaOptions.AcceptLoss)}", "Go on although messages are gone that were never read."),
    ];
}
