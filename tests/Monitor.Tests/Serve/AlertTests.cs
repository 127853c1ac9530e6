using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>An incident of the last minutes, from the log file to REST and to a receiver, over kill -9.</summary>
public sealed class AlertTests : IAsyncDisposable
{
    private const string Firing = "firing interface-failures sendRechargeReq critical";
    private const string Resolved = "resolved interface-failures sendRechargeReq critical";

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private readonly TemporaryFolder folder = new();
    private readonly WebhookReceiver receiver = new();

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Serve_Incident_OpensAlertOnceOverKillAndEndsIt()
    {
        var now = TimeProvider.System.GetUtcNow().ToOffset(China).DateTime;
        var log = Path.Combine(Directory.CreateDirectory(folder["logs"]).FullName, "order.log");
        var lines = Incident(now);
        await using var monitor = Follow();
        await monitor.StartAsync();

        await monitor.WaitForLinesAsync(Write(log, lines, now.AddMinutes(-10)));
        await receiver.UntilAsync(hook => hook.Alerts.Contains(Firing), () => monitor.Tail);
        var open = Assert.Single((await monitor.GetAsync("alerts"))["alerts"]!.AsArray())!;
        Assert.Equal("interface-failures sendRechargeReq critical ", $"{open["rule"]} {open["subject"]} {open["severity"]} {open["until"]}");

        // No more lines come, so what is made durable after the receiver was told is that it was.
        var told = receiver.LastTakenAt.AddMilliseconds(-1);
        await monitor.WaitAsync($"something stored after {told:O}",
            async () => (await monitor.GetAsync("alerts"))["asOf"]!.GetValue<DateTimeOffset>() >= told, async () => $"{await monitor.GetAsync("alerts")}");
        await monitor.KillAsync();
        await monitor.StartAsync();
        Assert.Equal(open["id"]!.GetValue<string>(), Assert.Single((await monitor.GetAsync("alerts"))["alerts"]!.AsArray())!["id"]!.GetValue<string>());

        Write(log, lines, now);
        await receiver.UntilAsync(hook => hook.Alerts.Contains(Resolved), () => monitor.Tail);
        Assert.Equal([Firing, Resolved], receiver.Alerts);
        await monitor.WaitAsync("an ended alert", async () => Alert(await monitor.GetAsync("alerts"))["until"] is not null, async () => $"{await monitor.GetAsync("alerts")}");
        Assert.Equal(0, await monitor.StopAsync());
    }

    [Fact]
    public async Task Serve_ReceiverHangs_CountsAsBefore()
    {
        receiver.Hangs = true;
        var now = TimeProvider.System.GetUtcNow().ToOffset(China).DateTime;
        var log = Path.Combine(Directory.CreateDirectory(folder["logs"]).FullName, "order.log");
        var lines = Incident(now);
        await using var monitor = Follow();
        await monitor.StartAsync();
        Write(log, lines, now.AddMinutes(-10));
        await receiver.UntilAsync(hook => hook.Calls > 0, () => monitor.Tail);

        var written = Write(log, lines, now);
        await monitor.WaitForLinesAsync(written);

        receiver.Hangs = false;
        await receiver.UntilAsync(hook => hook.Alerts.Contains(Firing) && hook.Alerts.Contains(Resolved), () => monitor.Tail);
    }

    [Fact]
    public async Task Serve_WrongRulesAndReceivers_AllNamedWithTheirPlaces()
    {
        var config = folder.File("settings.json", """
            {"Alerts":{"LagMinutes":"soon","Limit":1,
              "Rules":{"interface-failures":{"Warning":5,"Windw":1},"mine":{"Warning":0.1},"silent":{"Kind":"SourceSilent","Warning":600,"Critical":60,"WindowMinutes":5},"books":{"Kind":"Book"}},
              "Receivers":{"ops":{"Url":"ftp://token@host/"},"none":{},"wecom":{"Url":"https://host/","Format":"WeCom","Secret":"s3cret"}}}}
            """u8.ToArray());

        var run = await Executable.RunAsync("serve", "--data", folder["data"], "--config", config);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
        [
            "Alerts:LagMinutes is 'soon': expected a whole number in digits, up to 2147483647",
            "Alerts:Limit is no setting: expected one of Enabled, LagMinutes, MaxAgeMinutes, WallUrl, Rules, Receivers",
            "Alerts:Rules:books:Kind is 'Book': expected one of InterfaceFailureRate, ProvinceFailureRate, RechargeP95, SourceSilent, BooksUnbalanced",
            "Alerts:Rules:interface-failures:Windw is no setting: expected one of Enabled, Kind, Warning, Critical, WindowMinutes, MinSample, OpenAfterMinutes, CloseAfterMinutes, Subjects",
            "Alerts:Rules:interface-failures:Warning is 5: expected a rate above 0, up to 1, such as 0.05",
            "Alerts:Rules:interface-failures:Critical is 0.2: expected not less than Warning, which is 5",
            "Alerts:Rules:mine is no built-in rule and has no Kind: expected a Kind among InterfaceFailureRate, ProvinceFailureRate, RechargeP95, SourceSilent, BooksUnbalanced, or one of the names interface-failures, province-failures, recharge-p95, source-silent, books",
            "Alerts:Rules:silent:WindowMinutes is 5: a rule of kind SourceSilent has none, its thresholds are seconds",
            "Alerts:Rules:silent:Critical is 60: expected not less than Warning, which is 600",
            "Alerts:Receivers:none:Url is empty: expected the address that takes alerts, or a file that holds it in Alerts:Receivers:none:UrlFile",
            "Alerts:Receivers:ops:Url is no address: expected one that begins with http:// or https://",
            "Alerts:Receivers:wecom:Secret is set, but messages of format WeCom are not signed: leave it out, or set Alerts:Receivers:wecom:Format to DingTalk or Feishu",
        ],
        run.Error.Replace("recharge-monitor: ", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("token", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    private static JsonNode Alert(JsonObject answer) => Assert.Single(answer["alerts"]!.AsArray())!;

    /// <summary>A monitor that judges as soon as it can, and by one rule alone.</summary>
    private MonitorProcess Follow()
    {
        const string Settings = """
            {"Alerts":{"LagMinutes":1,
              "Rules":{"interface-failures":{"Warning":0.3,"Critical":0.3,"WindowMinutes":3,"MinSample":10,"OpenAfterMinutes":1,"CloseAfterMinutes":2},
                       "province-failures":{"Enabled":false},"recharge-p95":{"Enabled":false},"source-silent":{"Enabled":false}},
              "Receivers":{"hook":{"Url":"ADDRESS"}}}}
            """;
        var config = folder.File("settings.json", Encoding.UTF8.GetBytes(Settings.Replace("ADDRESS", receiver.Address, StringComparison.Ordinal)));
        return new MonitorProcess(["--tail", folder["logs"], "--data", folder["data"], "--config", config]);
    }

    /// <summary>Lines of the last half hour, in the order in which they are logged; from 16 to 8 minutes ago a service fails.</summary>
    private static List<(long LogTime, byte[] Line)> Incident(DateTime now)
    {
        var day = now.AddMinutes(-40);
        var generator = new LineGenerator(new GeneratorOptions
        {
            FirstDay = DateOnly.FromDateTime(day), OrdersPerDay = 400_000, NaturalIncidents = false,
            Incidents = Failing(now.AddMinutes(-16), now.AddMinutes(-8)),
        });
        generator.StartAt(LineGenerator.ToLogTime(now.AddMinutes(-25)));
        var (lines, output, end) = (new List<(long, byte[])>(), new ArrayBufferWriter<byte>(), LineGenerator.ToLogTime(now));
        while (generator.PeekLogTime <= end)
        {
            output.ResetWrittenCount();
            var line = generator.Next(output);
            lines.Add((line.LogTime, output.WrittenSpan.ToArray()));
        }

        return lines;
    }

    private static Incident[] Failing(DateTime from, DateTime to)
    {
        var (first, last) = ((from.Hour * 60) + from.Minute, (to.Hour * 60) + to.Minute);

        // An incident lies within a day: over midnight there are two.
        return first < last ? [Of(first, last)] : [Of(first, 1440), .. last > 0 ? [Of(0, last)] : (Incident[])[]];

        static Incident Of(int from, int to) => new()
        {
            Kind = IncidentKind.Interface, Service = OrderStep.SendRechargeReq, FromMinute = from, ToMinute = to, FailuresPerMillion = 600_000,
        };
    }

    /// <summary>Appends what is logged up to a time and is not in the file yet. Returns how many lines it has then.</summary>
    private static int Write(string log, List<(long LogTime, byte[] Line)> lines, DateTime until)
    {
        var (written, end) = (File.Exists(log) ? File.ReadLines(log).Count() : 0, LineGenerator.ToLogTime(until));
        var total = lines.Count(line => line.LogTime <= end);
        using var file = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        foreach (var (_, line) in lines.Take(total).Skip(written))
            file.Write(line);
        return total;
    }
}
