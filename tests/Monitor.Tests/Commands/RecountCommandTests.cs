using System.Text.Json;
using RechargeMonitor.Oracle;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Commands;

public sealed class RecountCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Recount_Json_EqualsJudge()
    {
        var bytes = NastyLines.File(5, 300);
        var path = folder.File("nasty.log", bytes);
        var judge = new Oracle.Recount();
        judge.Add(path, bytes);
        var run = await Executable.RunAsync("recount", path, "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Empty(JsonComparer.Compare(judge.ToJson(), run.Output));
    }

    [Fact]
    public async Task Recount_StandardInput_EqualsJudge()
    {
        var bytes = NastyLines.File(6, 300);
        var judge = new Oracle.Recount();
        judge.Add("-", bytes);
        var run = await Executable.RunAsync(bytes, "recount", "-");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Empty(JsonComparer.Compare(judge.ToJson(), run.Output));
    }

    [Fact]
    public async Task Recount_Csv_HasEveryFigureOfTheJson()
    {
        var path = folder.File("nasty.log", NastyLines.File(7, 300));
        var csv = (await Executable.RunAsync("recount", path, "--format", "csv")).Text.Split('\n');
        using var json = JsonDocument.Parse((await Executable.RunAsync("recount", path, "--format", "json")).Output);
        Assert.Equal("day,table,key,figure,value", csv[0]);
        Assert.Contains($",audit,,lines,{json.RootElement.GetProperty("audit").GetProperty("lines")}", csv);
        Assert.Contains($",source,{path},lines,{json.RootElement.GetProperty("audit").GetProperty("lines")}", csv);
        foreach (var day in json.RootElement.GetProperty("days").EnumerateArray())
        {
            var name = day.GetProperty("day").GetString();
            foreach (var point in day.GetProperty("minutes").EnumerateArray())
                Assert.Contains($"{name},minute,{point.GetProperty("at")},total,{point.GetProperty("total")}", csv);
            Assert.Contains($"{name},overview,,orders.amountFen,{day.GetProperty("overview").GetProperty("orders").GetProperty("amountFen")}", csv);
            Assert.Contains($"{name},interface,payNotifyReq,latency.withoutDuration,{day.GetProperty("interfaces")[2].GetProperty("latency").GetProperty("withoutDuration")}", csv);
        }
    }

    [Fact]
    public async Task Recount_Table_ShowsFigures()
    {
        var path = folder.File("order.log", [.. OrderLine.Make(), 10]);
        var run = await Executable.RunAsync("recount", path, "--format", "table");
        Assert.Equal(0, run.ExitCode);
        foreach (var expected in (string[])["Orders by day", "20170412", "provinces", "interfaces", "by gateway", "Books (balanced)", path])
            Assert.Contains(expected, run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Text);
    }

    [Fact]
    public async Task Recount_KeyWithEscapeSequence_DoesNotReachTheTerminal()
    {
        var path = folder.File("order.log", [.. OrderLine.Make("gateway_id", "\\u001b[2J[red]"), 10]);
        var run = await Executable.RunAsync("recount", path, "--format", "table");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain('\u001b', run.Text);
        Assert.Contains("[2J[red]", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recount_Day_ShowsOnlyThatDayAndWholeBooks()
    {
        var path = folder.File("order.log", [.. Enumerable.Range(10, 5).SelectMany(
            day => (byte[])[.. OrderLine.Make("requestId", $"201704{day}030008471001"), 10])]);
        var run = await Executable.RunAsync("recount", path, "--format", "json", "--day", "20170411", "--day", "20170413");
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(["20170413", "20170411"], json.RootElement.GetProperty("days").EnumerateArray().Select(day => day.GetProperty("day").GetString()!));
        Assert.Equal(5, json.RootElement.GetProperty("audit").GetProperty("counted").GetInt32());
    }

    [Fact]
    public async Task Recount_Rejects_AreMaskedAndNamed()
    {
        var path = folder.File("order.log", [.. "\n{\"phoneno\":\"13812345678\"\n"u8]);
        var run = await Executable.RunAsync("recount", path, "--rejects", "5");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"{path}: at byte 1: not one JSON object: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("13812345678", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "missing.log: no such file or folder", "recount", "missing.log")]
    [InlineData(1, "*.nothing: no file matches", "recount", "*.nothing")]
    [InlineData(2, "Required argument missing", "recount")]
    [InlineData(2, "'2017041' is no day", "recount", "-", "--day", "2017041")]
    [InlineData(2, "xml", "recount", "-", "--format", "xml")]
    [InlineData(2, "--rejects must", "recount", "-", "--rejects", "-1")]
    [InlineData(2, "--nonsense", "recount", "-", "--nonsense")]
    [InlineData(2, "'recharge-monitor keys add --help' shows", "keys", "add", "bad name!", "--file", "keys")]
    [InlineData(2, "--log is 'Loud': expected one of Trace, Debug", "serve", "--log", "Loud")]
    [InlineData(2, "--odd must lie between 0 and 1000000", "generate", "--lines", "1", "--odd", "2000000")]
    [InlineData(2, "not both", "generate", "--lines", "1", "--orders", "1")]
    [InlineData(2, "say how much", "generate")]
    [InlineData(2, "'x' has 1 parts", "generate", "--lines", "1", "--incident", "x")]
    [InlineData(2, "must be a whole number", "generate", "--lines", "0")]
    [InlineData(2, "must be the monitor's address", "audit", "-", "--against", "somewhere")]
    [InlineData(2, "tcsh", "completions", "tcsh")]
    public async Task AnyCommand_Fault_IsOneClearLine(int exitCode, string message, params string[] arguments)
    {
        var run = await Executable.RunAsync(arguments);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Text));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.All(run.Error.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("recharge-monitor: ", line, StringComparison.Ordinal));
        Assert.InRange(run.Error.TrimEnd('\n').Split('\n').Length, 1, exitCode);
    }

    [Theory]
    [InlineData("recount")]
    [InlineData("audit")]
    [InlineData("generate")]
    [InlineData("completions")]
    public async Task Help_EveryCommand_HasExamples(string command)
    {
        var run = await Executable.RunAsync(command, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Examples:", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Values_AreWrittenAsTheyAreTyped()
    {
        Assert.Contains("without it 20170412.", (await Executable.RunAsync("generate", "--help")).Text, StringComparison.Ordinal);
        Assert.Contains("at most 10000", (await Executable.RunAsync("recount", "--help")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rec", "recount")]
    [InlineData("recount --format ", "json")]
    [InlineData("gen", "generate")]
    public async Task Suggest_Word_IsCompleted(string typed, string expected)
    {
        var line = $"recharge-monitor {typed}";
        var run = await Executable.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(expected, run.Text.Split('\n'));
    }

    [Fact]
    public async Task Recount_OnATerminal_ShowsProgressAndFigures()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "'script' of util-linux gives it a terminal");
        var path = folder.File("order.log", NastyLines.File(7, 300));
        var start = new System.Diagnostics.ProcessStartInfo("script", ["-qec", $"dotnet '{Executable.Assembly}' recount '{path}'", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var shown = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, shown);
        Assert.Contains("Orders by day", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recount_Interrupted_EndsWith130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        using var process = Executable.Start("recount", "-");
        await process.StandardInput.BaseStream.WriteAsync(new byte[1024 * 1024]);
        await process.StandardInput.BaseStream.FlushAsync();
        using var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal((130, ""), (process.ExitCode, await process.StandardError.ReadToEndAsync(limit.Token)));
    }
}
