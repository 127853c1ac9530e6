using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

public sealed class DiskFullTests : IDisposable
{
    private const int Seed = 20170413;
    private const int DiskMebibytes = 64;

    // Few orders a day are spread over many minutes, each a row: so the database has to grow.
    private const int OrdersPerDay = 5_000;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_DiskFullForAWhile_WaitsAndCountsEveryLineOnce()
    {
        await using var disk = await SmallDisk.MountAsync(DiskMebibytes);
        var log = new OrderLog(folder["order.log"], new LineMix(Seed, OrdersPerDay));
        await using var monitor = MonitorProcess.Follow(log.Path, Path.Combine(disk.Path, "data"));
        await FillUpAsync(disk, log, monitor);

        disk.Free();
        await monitor.WaitForLineAsync("The database can be written again");
        log.Append(1_000);
        await monitor.AssertExactAsync(Judgement.Of(log));
        Assert.Equal(0, await monitor.StopAsync());
    }

    [Fact]
    public async Task Serve_DiskStaysFull_EndsAndCountsEveryLineOnceAfterARestart()
    {
        await using var disk = await SmallDisk.MountAsync(DiskMebibytes);
        var log = new OrderLog(folder["order.log"], new LineMix(Seed + 1, OrdersPerDay));
        await using var monitor = MonitorProcess.Follow(log.Path, Path.Combine(disk.Path, "data"));
        await FillUpAsync(disk, log, monitor);

        Assert.Equal(1, await monitor.ExitAsync());
        Assert.Contains("The monitor has ended; nothing is lost", monitor.Tail.Split('\n')[^1], StringComparison.Ordinal);
        disk.Free();
        log.Append(1_000);
        await monitor.StartAsync();
        await monitor.AssertExactAsync(Judgement.Of(log));
        Assert.Equal(0, await monitor.StopAsync());
    }

    /// <summary>Lets the monitor count, takes its disk's space, and gives it more lines until it says so.</summary>
    private static async Task FillUpAsync(SmallDisk disk, OrderLog log, MonitorProcess monitor)
    {
        log.Append(2_000);
        await monitor.StartAsync();
        await monitor.AssertExactAsync(Judgement.Of(log));
        disk.Fill();
        log.Append(10_000);
        await monitor.WaitForLineAsync("is full: free some space there");
    }
}
