using System.Text.Json.Nodes;
using RechargeMonitor.Monitor.Commands;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Commands;

public sealed class AlertsCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Test_Incident_PrintsWhenItsAlertOpensAndEnds()
    {
        var log = await GenerateAsync("--incident", "interface:sendRechargeReq:1015-1030:0.4");

        var run = await Executable.RunAsync("alerts", "test", Rules("{}"), log, "--format", "json");

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        var alert = Assert.Single(JsonNode.Parse(run.Text)!["alerts"]!.AsArray(), alert => alert!["subject"]!.GetValue<string>() == "sendRechargeReq")!;
        Assert.Equal("interface-failures critical", $"{alert["rule"]} {alert["severity"]}");
        AssertBetween("2017-04-12T02:10:00Z", "2017-04-12T02:17:00Z", alert["since"]);
        AssertBetween("2017-04-12T02:14:00Z", "2017-04-12T02:20:00Z", alert["openedAt"]);
        AssertBetween("2017-04-12T02:28:00Z", "2017-04-12T02:38:00Z", alert["until"]);
        AssertBetween("2017-04-12T02:32:00Z", "2017-04-12T02:43:00Z", alert["endedAt"]);
        Assert.InRange(alert["value"]!.GetValue<double>(), 0.3, 0.5);
    }

    [Fact]
    public async Task Test_HigherThresholds_OpenNothing()
    {
        var log = await GenerateAsync("--incident", "province:200:1930-1950:0.6");
        var rules = Rules("""{"Alerts":{"Rules":{"province-failures":{"Warning":0.9,"Critical":1},"interface-failures":{"Enabled":false},"recharge-p95":{"Enabled":false}}}}""");

        var run = await Executable.RunAsync("alerts", "test", rules, log, "--format", "table");

        Assert.Equal((ExitCode.Success, "province-failures: 0 alerts, 0 of them critical\n"), (run.ExitCode, run.Text));
    }

    [Fact]
    public async Task Test_Table_SaysInWordsWhatWasWrong()
    {
        var log = await GenerateAsync("--incident", "province:200:1930-1950:0.6");

        var run = await Executable.RunAsync("alerts", "test", Rules("""{"Alerts":{"Rules":{"province-failures":{"MinSample":20}}}}"""), log, "--format", "table");

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("of the orders of Guangdong (200) fail (threshold 50%)", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_WrongRules_SaysWhere()
    {
        var run = await Executable.RunAsync("alerts", "test", Rules("""{"Alerts":{"Rules":{"recharge-p95":{"Warning":-1}}}}"""), "-");

        Assert.Equal(ExitCode.NotJudged, run.ExitCode);
        Assert.Equal("recharge-monitor: Alerts:Rules:recharge-p95:Warning is -1: expected milliseconds above 0, up to a day, such as 180000\n", run.Error);
    }

    [Fact]
    public async Task Test_NoSuchRules_SaysSo()
    {
        var run = await Executable.RunAsync("alerts", "test", folder["none.json"], "-");

        Assert.Equal((ExitCode.NotJudged, $"recharge-monitor: {folder["none.json"]} cannot be read: there is no such file\n"), (run.ExitCode, run.Error));
    }

    private static void AssertBetween(string from, string to, JsonNode? found) =>
        Assert.InRange(found!.GetValue<DateTimeOffset>(), DateTimeOffset.Parse(from), DateTimeOffset.Parse(to));

    private string Rules(string json) => folder.File("rules.json", System.Text.Encoding.UTF8.GetBytes(json));

    private async Task<string> GenerateAsync(params string[] more)
    {
        var log = folder["order.log"];
        var run = await Executable.RunAsync(["generate", "--orders", "30000", "--seed", "7", "--out", log, .. more]);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        return log;
    }
}
