using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

public sealed class DemoTests : IDisposable
{
    private static readonly TimeSpan FirstFigures = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_NoSource_ShowsTodaysFiguresThatGrowAndLeavesNothing()
    {
        await using var monitor = Demo();
        var since = TimeProvider.System.GetTimestamp();
        await monitor.StartAsync();
        var early = 0L;
        await monitor.WaitAsync("figures", async () => await monitor.IsServingAsync() && (early = await OrdersAsync(monitor)) > 0, () => Task.FromResult("none"));
        var waited = TimeProvider.System.GetElapsedTime(since);

        // Where other work keeps the cores busy, the monitor gets fewer of them: then its own share of them counts.
        Assert.True(waited < FirstFigures || monitor.ProcessorTime < FirstFigures, $"the first figures were there after {waited}, {monitor.ProcessorTime} of it on cores");
        var today = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).ToString("yyyyMMdd");
        Assert.Equal(today, (await monitor.GetAsync("days"))["days"]![0]!.GetValue<string>());
        await monitor.WaitAsync($"more than {early} orders", async () => await OrdersAsync(monitor) > early, async () => $"{await OrdersAsync(monitor)}");

        Assert.Single(Folders());
        Assert.Equal(0, await monitor.InterruptAsync());
        Assert.Empty(Folders());
    }

    [Fact]
    public async Task Serve_AfterADemoWasKilled_RemovesItsFolderAndLeavesARunningOnes()
    {
        await using var running = Demo();
        await running.StartAsync();
        var kept = Assert.Single(Folders());
        await using var killed = Demo();
        await killed.StartAsync();
        await killed.KillAsync();
        var left = Assert.Single(Folders(), other => other != kept);
        await using var next = Demo();
        await next.StartAsync();
        Assert.Contains(kept, Folders());
        Assert.DoesNotContain(left, Folders());
        Assert.Equal(2, Folders().Length);
        Assert.True(await running.IsServingAsync());
    }

    private static async Task<long> OrdersAsync(MonitorProcess monitor) =>
        await monitor.StatusAsync("/api/v1/overview") == System.Net.HttpStatusCode.OK
            ? (await monitor.GetAsync("overview"))["orders"]!["total"]!.GetValue<long>()
            : 0;

    // Ctrl-C reaches a process even where the tests run in the background of a shell that has it ignored.
    private MonitorProcess Demo() => new([], new Dictionary<string, string> { ["TMPDIR"] = folder.Path }, "env", "--default-signal=INT");

    private string[] Folders() => Directory.GetDirectories(folder.Path, "recharge-demo-*");
}
