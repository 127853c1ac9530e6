using RechargeMonitor.Monitor.Serve;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>serve</c>: everything in one process.</summary>
internal static class ServeCommand
{
    private const string Description = """
        Serve live figures, REST and the wall from one process that needs nothing installed.

        Lines come from files that it follows (--tail), from a Kafka topic (--kafka), from standard input (--stdin) or, where
        none of them is given, from a built-in demo. What was counted is kept in the data folder: stop it or kill it at any moment and start it again,
        every line still counts exactly once.

        Settings also come from appsettings.json beside the executable, from a file named with --config, and from the
        environment (Serve__Data=/var/lib/recharge); the command line goes before all of them.

        Examples:
          recharge-monitor serve
          recharge-monitor serve --tail /var/log/recharge --data /var/lib/recharge
          recharge-monitor serve --kafka localhost:9092 --data /var/lib/recharge
          recharge-monitor serve --tail '/logs/**/*.log' --url http://0.0.0.0:8080 --keys ./keys
          ssh host tail -F order.log | recharge-monitor serve --stdin --data ./figures
        """;

    public static HostCommand Create() => new("serve", Description, Settings(), ServeHost.RunAsync);

    private static SettingOption[] Settings() =>
    [
        SettingOption.Texts("--tail", "PATH", Key(nameof(ServeOptions.Tail)), "Follow files as tail -F does: a file, a folder (all files in it that are not compressed, also in its subfolders) or a pattern; may be given several times."),
        .. ClusterSettings.Kafka,
        SettingOption.Flag("--stdin", Key(nameof(ServeOptions.Stdin)), "Count the lines of standard input."),
        SettingOption.Flag("--demo", Key(nameof(ServeOptions.Demo)), "Count made-up lines of today; the default when no other source is given."),
        SettingOption.Number("--demo-rate", "N", Key(nameof(ServeOptions.DemoRate)), "How many lines a second the demo writes, on average over a day (10)."),
        SettingOption.Text("--data", "FOLDER", Key(nameof(ServeOptions.Data)), "The folder that keeps the database."),
        SettingOption.Text("--url", "URL", Key(nameof(ServeOptions.Url)), "Where the wall and REST are served (http://localhost:8080)."),
        AccessSettings.Keys,
        AccessSettings.AllowAnonymous,
        SettingOption.Number("--retention-days", "N", Key(nameof(ServeOptions.RetentionDays)), "How many days' figures are kept (32)."),
    ];

    private static string Key(string name) => $"{ServeOptions.Section}:{name}";
}
