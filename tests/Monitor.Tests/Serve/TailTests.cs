using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

public sealed class TailTests : IDisposable
{
    private const int Seed = 20170412;

    private readonly TemporaryFolder folder = new();
    private readonly string logs;

    public TailTests()
    {
        logs = folder["logs"];
        Directory.CreateDirectory(logs);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_FilesGrowRotateComeAndGo_FiguresAreTheJudges()
    {
        var mix = new LineMix(Seed);
        OrderLog renamed = new(Path.Combine(logs, "renamed.log"), mix), copied = new(Path.Combine(logs, "copied.log"), mix), gone = new(Path.Combine(logs, "gone.log"), mix);
        foreach (var log in (OrderLog[])[renamed, copied, gone])
            log.Append(2_000);
        await using var monitor = MonitorProcess.Follow(logs, folder["data"]);
        await monitor.StartAsync();
        await monitor.AssertExactAsync(Judgement.Of(renamed, copied, gone));

        File.Delete(gone.Path);
        renamed.Append(500, divide: 77);
        copied.Append(500, divide: 777);
        await monitor.AssertExactAsync(Judgement.Of(renamed, copied, gone));

        // What stands at the end of a file when it is rotated was not read yet.
        renamed.Append(500);
        renamed.RotateByRename();
        copied.Append(500);
        copied.RotateByCopy();
        renamed.Append(500);
        copied.Append(500);
        var late = new OrderLog(Path.Combine(logs, "below", "late.log"), mix);
        Directory.CreateDirectory(Path.GetDirectoryName(late.Path)!);
        late.Append(1_000);
        late.Append(OrderLine.Make());
        await monitor.AssertExactAsync(Judgement.Of(renamed, copied, gone, late));

        late.Append("\n"u8);
        late.Append(100);
        await monitor.AssertExactAsync(Judgement.Of(renamed, copied, gone, late));
        string[] paths = [renamed.Path, copied.Path, gone.Path, late.Path];
        Assert.Equal(paths.Order(), (await SourcesAsync(monitor)).Order());
        Assert.Equal(0, await monitor.StopAsync());
    }

    [Fact]
    public async Task Serve_NoFileYet_SaysSoAndFollowsItOnceItIsThere()
    {
        var log = new OrderLog(Path.Combine(logs, "later.log"), new LineMix(Seed));
        var pattern = Path.Combine(logs, "nothing", "*.log");
        await using var monitor = new MonitorProcess(["--tail", log.Path, pattern, "--data", folder["data"], "--retention-days", "3660"]);
        await monitor.StartAsync();
        await monitor.WaitForLineAsync($"There is no file {log.Path} yet");
        await monitor.WaitForLineAsync($"There is no file {pattern} yet");
        log.Append(200);
        await monitor.AssertExactAsync(Judgement.Of(log));
    }

    [Fact]
    public async Task AssertExact_OneFenLess_Fails()
    {
        var log = new OrderLog(Path.Combine(logs, "order.log"), new LineMix(Seed));
        log.Append([.. OrderLine.Make(), (byte)'\n']);
        await using var monitor = MonitorProcess.Follow(logs, folder["data"]);
        await monitor.StartAsync();
        await monitor.AssertExactAsync(Judgement.Of(log));

        var other = new Oracle.Recount();
        other.Add(log.Path, [.. OrderLine.Make("chargefee", "4999"), (byte)'\n']);
        var failure = await Assert.ThrowsAsync<Xunit.Sdk.TrueException>(() => monitor.AssertExactAsync(other));
        Assert.Contains("overview.orders.amountFen: expected 4999, found 5000", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> SourcesAsync(MonitorProcess monitor) =>
        (await monitor.GetAsync("audit"))["sources"]!.AsArray().Select(source => source!["source"]!.GetValue<string>());
}
