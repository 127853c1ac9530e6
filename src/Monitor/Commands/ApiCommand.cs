using RechargeMonitor.Monitor.Cluster;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>api</c>: REST and the wall of a cluster.</summary>
internal static class ApiCommand
{
    private const string Description = """
        Serve a cluster's figures: REST, the live feed and the wall, over the snapshots in Redis. Start as many as you like; all
        give the same answers. While Redis is away they answer the last known figures, marked stale.

        Settings also come from the environment (Redis__Configuration=…) and from a file named with --config.

        Example:
          recharge-monitor api --redis redis:6379 --url http://localhost:8080
        """;

    public static HostCommand Create() => new(
        "api",
        Description,
        [
            ClusterSettings.Redis,
            SettingOption.Text("--url", "URL", $"{ApiHostOptions.Section}:{nameof(ApiHostOptions.Url)}", "Where the wall and REST are served (http://localhost:8080)."),
            AccessSettings.Keys,
            AccessSettings.AllowAnonymous,
        ],
        ApiHost.RunAsync);
}
