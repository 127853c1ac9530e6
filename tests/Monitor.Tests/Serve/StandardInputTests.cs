using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

public sealed class StandardInputTests : IDisposable
{
    private const int Seed = 20170415;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_StandardInputOverRestarts_CountsEveryLineOnce()
    {
        var mix = new LineMix(Seed);
        await using var monitor = new MonitorProcess(["--stdin", "--data", folder["data"], "--retention-days", "3660"]);
        byte[] first = [.. mix.Next(1_000), .. OrderLine.Make()], second = mix.Next(1_000), third = mix.Next(10);
        await monitor.StartAsync();
        await monitor.Input.WriteAsync(first);
        monitor.Input.Close();
        await monitor.AssertExactAsync(Judged(first));
        Assert.Equal(0, await monitor.StopAsync());

        await monitor.StartAsync();
        await monitor.AssertExactAsync(Judged(first));
        await monitor.Input.WriteAsync(second);
        await monitor.Input.FlushAsync();
        await monitor.AssertExactAsync(Judged([.. first, (byte)'\n', .. second]));
        await monitor.KillAsync();

        await monitor.StartAsync();
        await monitor.Input.WriteAsync(third);
        await monitor.Input.FlushAsync();
        await monitor.AssertExactAsync(Judged([.. first, (byte)'\n', .. second, .. third]));
        Assert.Equal(0, await monitor.StopAsync());
    }

    private static Oracle.Recount Judged(byte[] input)
    {
        // The spool ends the last line, as its position shows.
        var recount = new Oracle.Recount();
        recount.Add("stdin", input[^1] == '\n' ? input : [.. input, (byte)'\n']);
        return recount;
    }
}
