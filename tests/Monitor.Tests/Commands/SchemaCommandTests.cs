using RechargeMonitor.Monitor.Commands;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Commands;

public sealed class SchemaCommandTests
{
    [Fact]
    public async Task Print_Shards_InTheScript()
    {
        var run = await Executable.RunAsync("schema", "print", "--shards", "4");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("CREATE TABLE IF NOT EXISTS OrleansStorage", run.Text);
        Assert.Contains("VALUES ('shards', '4')", run.Text);
        Assert.DoesNotContain("DELIMITER", run.Text);
    }

    [Fact]
    public async Task Apply_NoConnection_SaysWhatToSet()
    {
        var run = await Executable.RunAsync("schema", "apply");

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.StartsWith("recharge-monitor: MySql:ConnectionString is empty", run.Error);
    }

    [Fact]
    public async Task Apply_NobodyListens_OneLine()
    {
        using var folder = new TemporaryFolder();
        var config = Path.Combine(folder.Path, "cluster.json");
        await File.WriteAllTextAsync(config, """{"MySql":{"ConnectionString":"Server=127.0.0.1;Port=1;Database=recharge;User ID=monitor;Password=secret"}}""");

        var run = await Executable.RunAsync("schema", "apply", "--config", config);

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Equal(
            "recharge-monitor: the database recharge on 127.0.0.1:1 is not reachable, the connection is refused: start the server, or check Server and Port in MySql:ConnectionString\n",
            run.Error);
    }

    [Fact]
    public async Task Apply_NobodyListensAndWait_SaysOnceWhatItWaitsFor()
    {
        using var folder = new TemporaryFolder();
        var config = folder["cluster.json"];
        await File.WriteAllTextAsync(config, """{"MySql":{"ConnectionString":"Server=127.0.0.1;Port=1;Database=recharge;User ID=monitor"}}""");

        var run = await Executable.RunAsync("schema", "apply", "--config", config, "--wait", "3");

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("waiting for the database: the database recharge on 127.0.0.1:1 is not reachable", lines[0]);
        Assert.StartsWith("recharge-monitor: the database recharge on 127.0.0.1:1 is not reachable", lines[1]);
    }

    [Fact]
    public async Task Apply_TooManyShards_WrongUsage()
    {
        var run = await Executable.RunAsync("schema", "apply", "--shards", "65");

        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains("--shards is 65: expected 1 to 64", run.Error);
    }
}
