using System.Text;
using RechargeMonitor.Monitor.Tests.Serve;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Security;

/// <summary>
/// No customer's number or address leaves the log: not into the database, not into the monitor's own log however much it
/// is to say, not into an answer.
/// </summary>
public sealed class PersonalDataTests : IDisposable
{
    private static readonly string[] Calls =
    [
        "days", "overview", "trend?by=minute", "trend?by=hour", "provinces", "provinces/200", "interfaces", "interfaces/reChargeNotifyReq",
        "breakdowns/gateway", "breakdowns/channel", "breakdowns/result", "audit", "rejects?limit=1000", "alerts",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly PlantedData planted = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_LinesWithPersonalData_KeepsNoneOfIt()
    {
        var logs = folder["logs"];
        folder.File("logs/order.log", planted.File());
        var output = folder["output"];
        await using (var monitor = new MonitorProcess(
            ["--tail", logs, "--data", folder["data"], "--log", "Trace", "--orleans-log"], null, "sh", "-c", "exec \"$@\" >\"$0\" 2>&1", output))
        {
            await monitor.StartAsync();
            await monitor.WaitForLinesAsync(planted.Count);
            foreach (var call in Calls)
                await AssertNoneAsync(call, monitor.BytesAsync(call));
            await AssertNoneAsync("live", FirstEventAsync(monitor));
            Assert.Contains("\"reason\"", Encoding.UTF8.GetString(await monitor.BytesAsync("rejects")), StringComparison.Ordinal);

            // A killed monitor leaves the log that its database writes ahead; one that stops moves it into the database.
            await monitor.KillAsync();
            await AssertFolderHasNoneAsync(folder["data"]);
        }

        await AssertNoneAsync("the output", File.ReadAllBytesAsync(output));
        Assert.True(new FileInfo(output).Length > 10_000, "the output at Trace says next to nothing, so it proves nothing");
    }

    [Fact]
    public async Task Recount_LinesWithPersonalData_PrintsNoneOfIt()
    {
        var file = folder.File("order.log", planted.File());
        foreach (var format in (string[])["table", "json", "csv"])
        {
            var run = await Executable.RunAsync("recount", "--format", format, "--rejects", "100", file);
            Assert.Equal(0, run.ExitCode);
            Assert.Empty(planted.In(run.Output));
            Assert.Empty(planted.In(Encoding.UTF8.GetBytes(run.Error)));
        }
    }

    private async Task AssertFolderHasNoneAsync(string path)
    {
        var files = Directory.GetFiles(path, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith(".db", StringComparison.Ordinal));
        foreach (var file in files)
            await AssertNoneAsync(file, File.ReadAllBytesAsync(file));
    }

    private async Task AssertNoneAsync(string where, Task<byte[]> bytes)
    {
        var found = planted.In(await bytes);
        Assert.True(found.Count == 0, $"personal data in {where}: {string.Join(", ", found)}");
    }

    private static async Task<byte[]> FirstEventAsync(MonitorProcess monitor)
    {
        using var http = new HttpClient { BaseAddress = new Uri(monitor.Address) };
        await using var stream = await http.GetStreamAsync(new Uri("/api/v1/live", UriKind.Relative));
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (!buffer.AsSpan(0, length).EndsWith("\n\n"u8) || length < 100)
            length += await stream.ReadAsync(buffer.AsMemory(length));
        return buffer[..length];
    }
}
