using RechargeMonitor.Monitor.Cluster;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>silo</c>: the grains of a cluster.</summary>
internal static class SiloCommand
{
    private const string Description = """
        Run a silo of a cluster: grains that count what ingest processes feed, their state in MySQL, their figures in Redis.
        Start as many as you like; one that dies is replaced by the others.

        The tables are made beforehand by 'schema apply'. Settings also come from the environment (MySql__ConnectionString=…)
        and from a file named with --config.

        Example:
          recharge-monitor silo --mysql 'Server=db;Database=recharge;User ID=monitor' --redis redis:6379
        """;

    public static HostCommand Create() => new(
        "silo",
        Description,
        [
            .. ClusterSettings.Members,
            .. ClusterSettings.Ports,
            ClusterSettings.Redis,
            SettingOption.Text("--url", "URL", Key(nameof(SiloHostOptions.Url)), "Where health and the grain dashboard are answered (http://localhost:8081)."),
            AccessSettings.Keys,
            SettingOption.Number("--shards", "N", Key(nameof(SiloHostOptions.Shards)), "The number of shards that the database must have (any)."),
            SettingOption.Number("--retention-days", "N", Key(nameof(SiloHostOptions.RetentionDays)), "How many days' figures are kept (32)."),
        ],
        SiloHost.RunAsync);

    private static string Key(string name) => $"{SiloHostOptions.Section}:{name}";
}
