using Microsoft.Data.Sqlite;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

public sealed class DatabaseLockTests : IDisposable
{
    private const int Seed = 20170414;
    private const string Message = "is locked by another process: close the program that has it open";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_SecondOnTheSameFolder_IsRefusedAndTheFirstGoesOn()
    {
        var log = Log();
        await using var first = MonitorProcess.Follow(log.Path, folder["data"]);
        await first.StartAsync();
        await first.AssertExactAsync(Judgement.Of(log));

        var second = await Executable.RunAsync("serve", "--tail", log.Path, "--data", folder["data"], "--url", "http://127.0.0.1:0");
        Assert.Equal((1, $"recharge-monitor: the data folder {folder["data"]} is in use by another monitor: stop that one, or name another folder with --data"), (second.ExitCode, second.Error.TrimEnd()));

        log.Append(1_000);
        await first.AssertExactAsync(Judgement.Of(log));
        Assert.Equal(0, await first.StopAsync());
    }

    [Fact]
    public async Task Serve_DatabaseLockedForAWhile_WaitsAndCountsEveryLineOnce()
    {
        var log = Log();
        await using var monitor = MonitorProcess.Follow(log.Path, folder["data"]);
        await monitor.StartAsync();
        await monitor.AssertExactAsync(Judgement.Of(log));
        await using (await LockAsync())
        {
            log.Append(1_000);
            await monitor.WaitForLineAsync(Message);
        }

        await monitor.WaitForLineAsync("The database can be written again");
        await monitor.AssertExactAsync(Judgement.Of(log));
        Assert.Equal(0, await monitor.StopAsync());
    }

    [Fact]
    public async Task Serve_DatabaseStaysLocked_EndsAndCountsEveryLineOnceAfterARestart()
    {
        var log = Log();
        await using var monitor = MonitorProcess.Follow(log.Path, folder["data"]);
        await monitor.StartAsync();
        await monitor.AssertExactAsync(Judgement.Of(log));
        await using (await LockAsync())
        {
            log.Append(1_000);
            Assert.Equal(1, await monitor.ExitAsync());
            Assert.Contains($"{Message}. The monitor has ended; nothing is lost", monitor.Tail.Split('\n')[^1], StringComparison.Ordinal);

            var early = await Executable.RunAsync("serve", "--tail", log.Path, "--data", folder["data"], "--url", "http://127.0.0.1:0");
            Assert.Equal((1, $"recharge-monitor: the database {Path.Combine(folder["data"], "monitor.db")} {Message}"), (early.ExitCode, early.Error.TrimEnd()));
        }

        await monitor.StartAsync();
        await monitor.AssertExactAsync(Judgement.Of(log));
        Assert.Equal(0, await monitor.StopAsync());
    }

    private OrderLog Log()
    {
        var log = new OrderLog(folder["order.log"], new LineMix(Seed));
        log.Append(1_000);
        return log;
    }

    /// <summary>Has another connection write, until it is disposed of.</summary>
    private async Task<SqliteConnection> LockAsync()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder["data"], "monitor.db"), Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE;";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
