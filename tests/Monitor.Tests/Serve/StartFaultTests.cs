using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using RechargeMonitor.Servers;
using RechargeMonitor.Silo.Storage;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>What is wrong at the start is said with its place and the mend, and the exit code is not 0.</summary>
public sealed class StartFaultTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_PortInUse_SaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        await AssertRefusedAsync([$"{address} is in use by another program: stop it, or choose another address with --url"], "--url", address);
    }

    [Fact]
    public async Task Serve_FileThatMayNotBeRead_SaysSo()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("file modes are tried on Linux only");
            return;
        }

        var path = folder.File("order.log", OrderLine.Make());
        File.SetUnixFileMode(path, UnixFileMode.None);

        // Root reads everything because of two capabilities; without them the mode binds it too.
        string[] launcher = Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : [];
        await using var monitor = new MonitorProcess(["--tail", path, "--data", folder["data"]], null, launcher);
        await monitor.BeginAsync();
        Assert.Equal(1, await monitor.ExitAsync());
        Assert.Contains($"recharge-monitor: {path} cannot be read: Access to the path '{path}' is denied.", monitor.Tail, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", monitor.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_UnknownOptionBehindPaths_SaysSo()
    {
        await using var monitor = new MonitorProcess(["--tail", folder["logs"], "--dta", folder["data"]]);
        await monitor.BeginAsync();
        Assert.Equal(2, await monitor.ExitAsync());
        Assert.Contains("recharge-monitor: unknown option '--dta'", monitor.Tail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Serve_DatabaseOfGarbage_SaysSo(int from)
    {
        // From byte 100 on, the file still begins as a database does.
        SqliteDatabase.Open(folder["data"], shards: 1).Dispose();
        var path = Path.Combine(folder["data"], "monitor.db");
        var bytes = await File.ReadAllBytesAsync(path);
        new Random(1).NextBytes(bytes.AsSpan(from));
        await File.WriteAllBytesAsync(path, bytes);
        await AssertRefusedAsync([$"the database {path} is damaged or no database of the monitor: move it away and start again, or restore a backup"]);
    }

    [Fact]
    public async Task Serve_DatabaseOfANewerSchema_SaysSo()
    {
        SqliteDatabase.Open(folder["data"], shards: 1).Dispose();
        var path = Path.Combine(folder["data"], "monitor.db");
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE MonitorSetting SET Value = '99' WHERE Name = 'schema'";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        await AssertRefusedAsync([$"the database {path} was made by a newer version of the monitor (schema 99): start that version or a newer one"]);
    }

    [Fact]
    public async Task Serve_RowOfANewerForm_SaysSo()
    {
        SqliteDatabase.Open(folder["data"], shards: 1).Dispose();
        var path = Path.Combine(folder["data"], "monitor.db");
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO OrleansStorage VALUES ('national', 'n-20170412-0', 'recharge-monitor', x'02', '', 1)";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        await AssertRefusedAsync([$"the database {path} holds something that cannot be read: n-20170412-0 is stored in form 2; this version of the monitor reads forms up to 1: start a newer one"]);
    }

    [Fact]
    public async Task Serve_OtherShardsThanTheDatabases_SaysSo()
    {
        SqliteDatabase.Open(folder["data"], shards: 2).Dispose();
        await AssertRefusedAsync([$"the database {Path.Combine(folder["data"], "monitor.db")} was made for 2 shards, 1 are configured: configure 2, since a replay that is routed differently would count twice"]);
    }

    [Fact]
    public async Task Serve_SeveralBadSettings_NamesAllAtOnce()
    {
        var config = folder.File("settings.json", """{"Serve":{"Dta":"x","RetentionDays":"many","Shards":0,"Tail":"/var/log"},"Feeding":{"PollBytes":1,"CheckpointInterval":"soon"}}"""u8.ToArray());
        await AssertRefusedAsync(
            [
                "Serve:Dta is no setting: expected one of Url, Data, Tail, Stdin, Demo, DemoRate, RetentionDays, Shards",
                "Serve:RetentionDays is 'many': expected a whole number in digits, up to 2147483647",
                "Serve:Tail is '/var/log': expected a list, so name it Serve:Tail:0",
                "Serve:DemoRate (--demo-rate) is 0: expected 1 to 100000 lines a second",
                "Serve:Shards is 0: expected 1 to 64",
                "Feeding:CheckpointInterval is 'soon': expected a time such as 00:00:01",
                "Feeding:PollBytes is 1: expected 65536 to 4194304",
            ],
            "--config", config, "--demo-rate", "0");
    }

    [Fact]
    public Task Serve_NoConfigFile_SaysSo() =>
        AssertRefusedAsync([$"--config {folder["none.json"]} cannot be read: there is no such file"], "--config", folder["none.json"]);

    [Fact]
    public async Task Serve_ConfigFileThatIsNoJson_SaysWhere()
    {
        var config = folder.File("settings.json", "{\n\"Serve\":{]}"u8.ToArray());
        var run = await Executable.RunAsync("serve", "--data", folder["data"], "--config", config);
        Assert.Equal(1, run.ExitCode);
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"recharge-monitor: --config {config} cannot be read: ", line, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 1", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_DataFolderThatIsAFile_SaysSo()
    {
        var path = folder.File("data", []);
        var run = await Executable.RunAsync("serve", "--data", path);
        Assert.Equal(1, run.ExitCode);
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"recharge-monitor: the data folder {path} cannot be made (", line, StringComparison.Ordinal);
        Assert.EndsWith("): name another one with --data", line, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(string[] faults, params string[] arguments)
    {
        var run = await Executable.RunAsync(["serve", "--data", folder["data"], .. arguments]);
        Assert.Equal(string.Join('\n', faults), run.Error.TrimEnd().Replace("recharge-monitor: ", "", StringComparison.Ordinal));
        Assert.Equal(1, run.ExitCode);
    }
}
