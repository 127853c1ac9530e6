using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

public sealed class StopTests : IDisposable
{
    private const int Seed = 20170416;
    private const int Lines = 500;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Serve_ToldToStop_MakesALastCheckpoint(bool byInterrupt)
    {
        var log = new OrderLog(folder["order.log"], new LineMix(Seed));
        log.Append(Lines);

        // The first checkpoint waits for nothing; after it, none but the last one makes anything durable.
        var patient = new Dictionary<string, string> { ["Feeding__CheckpointInterval"] = "01:00:00" };
        await using (var monitor = new MonitorProcess(["--tail", log.Path, "--data", folder["data"], "--retention-days", "3660"], patient, "env", "--default-signal=INT"))
        {
            await monitor.StartAsync();
            await monitor.WaitForLinesAsync(Lines);
            log.Append(Lines);
            await monitor.WaitForMetricAsync("recharge_ingest_lines_read_total", 2 * Lines);
            Assert.Equal(Lines, (await monitor.GetAsync("audit"))["lines"]!.GetValue<long>());
            var since = TimeProvider.System.GetTimestamp();
            Assert.Equal(0, byInterrupt ? await monitor.InterruptAsync() : await monitor.StopAsync());
            Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, StopLimit);
        }

        var expected = Judgement.Of(log);
        var lines = expected.Sources.Sum(source => source.Lines);

        // The file is gone, so what is counted now is what the last checkpoint made durable.
        File.Delete(log.Path);
        await using var next = MonitorProcess.Follow(log.Path, folder["data"]);
        await next.StartAsync();
        Assert.Equal(lines, await next.AssertExactAsync(expected));
    }
}
