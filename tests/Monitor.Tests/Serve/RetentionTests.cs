using System.Net;
using System.Text.Json.Nodes;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

public sealed class RetentionTests : IDisposable
{
    private const string Future = "29990101";
    private static readonly string[] Days = ["20170410", "20170411", "20170412", "20170413", "20170414"];
    private static readonly string[] Dropped = Days[..3];
    private static readonly string[] Kept = ["20170414", "20170413"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_MoreDaysThanAreKept_DropsTheOldestAndTheBooksBalance()
    {
        var path = folder.File("order.log", [.. Days.Append(Future).SelectMany(day => Enumerable.Range(0, 20).SelectMany(minute => Line(day, minute)))]);
        var monitor = new MonitorProcess(["--tail", path, "--data", folder["data"], "--retention-days", "2"]);
        await using (monitor)
        {
            await monitor.StartAsync();
            await AssertKeptAsync(monitor, lines: 120);

            // A late line of a day that was dropped is counted in the books, and brings nothing back.
            await File.AppendAllBytesAsync(path, Line(Days[0], 30));
            await AssertKeptAsync(monitor, lines: 121);
            Assert.Equal(0, await monitor.StopAsync());
            await monitor.StartAsync();
            await AssertKeptAsync(monitor, lines: 121);
        }
    }

    private static byte[] Line(string day, int minute) =>
        [.. OrderLine.Make("requestId", $"{day}03{minute:d2}08471000000000000001"), (byte)'\n'];

    private static async Task AssertKeptAsync(MonitorProcess monitor, long lines)
    {
        await monitor.WaitForLinesAsync(lines);
        await monitor.WaitAsync(
            "the days that are kept", async () => Texts(await monitor.GetAsync("days"), "days").SequenceEqual(Kept), async () => (await monitor.GetAsync("days")).ToJsonString());
        Assert.Equal([Future], Texts(await monitor.GetAsync("days"), "future"));
        foreach (var day in Dropped)
            Assert.Equal(HttpStatusCode.NotFound, await monitor.StatusAsync($"/api/v1/overview?day={day}"));
        Assert.Equal(Kept[0], (await monitor.GetAsync("overview"))["day"]!.GetValue<string>());
        var audit = await monitor.GetAsync("audit");
        Assert.True(audit["balanced"]!.GetValue<bool>(), audit.ToJsonString());
        Assert.Equal((lines, lines), (audit["lines"]!.GetValue<long>(), audit["byService"]!["reChargeNotifyReq"]!.GetValue<long>()));
    }

    private static string[] Texts(JsonObject answer, string list) => [.. answer[list]!.AsArray().Select(text => text!.GetValue<string>())];
}
