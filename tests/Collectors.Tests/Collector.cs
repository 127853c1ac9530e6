using RechargeMonitor.Servers;

namespace RechargeMonitor.Collectors.Tests;

/// <summary>A real collector that follows a folder into the topic, with the configuration that <c>deploy/collectors</c> has for it.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private const string FlumeHome = "FLUME_HOME";
    private const string Rsyslogd = "rsyslogd";
    private const int TailLines = 20;

    private readonly ServerProcess process;
    private readonly string events;

    private Collector(string name, string program, string[] arguments, string logs, string state, string servers)
    {
        Directory.CreateDirectory(state);
        events = Path.Combine(state, "rsyslogd.log");
        process = new ServerProcess(name, program, arguments, new Dictionary<string, string>
        {
            ["RECHARGE_LOGS"] = logs,
            ["RECHARGE_STATE"] = state,
            ["KAFKA_SERVERS"] = servers,
        });
    }

    /// <summary>Why Flume cannot run here, or nothing.</summary>
    public static string? FlumeMissing => Environment.GetEnvironmentVariable(FlumeHome) is null ? $"{FlumeHome} is not set" : null;

    /// <summary>Why rsyslog cannot run here, or nothing.</summary>
    public static string? RsyslogMissing =>
        Programs.Find(Rsyslogd) is null ? "rsyslogd is not installed"
        : OutputModules().Any(File.Exists) ? null : "rsyslog's Kafka output (rsyslog-kafka) is not installed";

    /// <summary>The last lines that it wrote, on the console or to its file of events.</summary>
    public string Tail => File.Exists(events) ? string.Join(Environment.NewLine, File.ReadLines(events).TakeLast(TailLines)) : process.Tail;

    /// <summary>Flume: <c>FLUME_HOME</c> is a folder with <c>flume.sh</c>, or an Apache Flume distribution.</summary>
    public static Collector Flume(string logs, string state, string servers)
    {
        var home = Environment.GetEnvironmentVariable(FlumeHome)!;
        var configuration = Configuration("flume", "recharge.properties");
        var script = Path.Combine(home, "flume.sh");
        return File.Exists(script)
            ? new Collector("Flume", script, [configuration, "recharge"], logs, state, servers)
            : new Collector(
                "Flume",
                Path.Combine(home, "bin", "flume-ng"),
                ["agent", "--name", "recharge", "--conf", Path.Combine(home, "conf"), "--conf-file", configuration, "--no-reload-conf"],
                logs,
                state,
                servers);
    }

    /// <summary>A daemon of its own, beside the machine's.</summary>
    public static Collector Rsyslog(string logs, string state, string servers) =>
        new("rsyslog", Programs.Find(Rsyslogd)!, ["-n", "-f", Configuration("rsyslog", "recharge.conf"), "-i", Path.Combine(state, "pid")], logs, state, servers);

    /// <summary>Starts it; what it follows arrives when it is ready.</summary>
    public Task StartAsync() => process.StartAsync(() => Task.FromResult(true));

    /// <summary>SIGTERM.</summary>
    public Task StopAsync() => process.StopAsync();

    /// <summary>Kill -9.</summary>
    public Task KillAsync() => process.KillAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Configuration(string folder, string file) => Path.Combine(AppContext.BaseDirectory, "collectors", folder, file);

    private static IEnumerable<string> OutputModules() =>
        from root in (string[])["/usr/lib", "/usr/lib64"]
        where Directory.Exists(root)
        from folder in Directory.EnumerateDirectories(root).Append(root)
        select Path.Combine(folder, "rsyslog", "omkafka.so");
}
