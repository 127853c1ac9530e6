using RechargeMonitor.Servers;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Silo.Tests.Support;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Schema;

/// <summary>What operators read when the database cannot be used.</summary>
public sealed class FaultTests(DatabaseServers servers)
{
    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.MariaDb, DatabaseKind.MySql];

    [Fact]
    public async Task Open_HostUnknown_Said() =>
        Assert.Equal(
            "the host of the database recharge on no-such-host.invalid:3306 is unknown: check Server in MySql:ConnectionString",
            await FaultAsync("Server=no-such-host.invalid;Database=recharge;User ID=root"));

    [Fact]
    public async Task Open_NobodyListens_Said()
    {
        var port = ServerProcess.FreePort();

        Assert.Equal(
            $"the database recharge on 127.0.0.1:{port} is not reachable, the connection is refused: start the server, or check Server and Port in MySql:ConnectionString",
            await FaultAsync($"Server=127.0.0.1;Port={port};Database=recharge;User ID=root"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Open_WrongPassword_SaidWithoutIt(DatabaseKind kind)
    {
        var server = await servers.GetAsync(kind);

        var fault = await FaultAsync(server.ConnectionTo("mysql") + ";Password=secret-one");

        Assert.Contains("refuses the user or the password", fault);
        Assert.DoesNotContain("secret-one", fault);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Open_UnknownDatabase_Said(DatabaseKind kind) =>
        Assert.Contains("there is no database missing on 127.0.0.1", await FaultAsync((await servers.GetAsync(kind)).ConnectionTo("missing")));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Open_NoTables_SaysWhatToRun(DatabaseKind kind) =>
        Assert.EndsWith(
            "has no tables of the monitor: run 'recharge-monitor schema apply'", await FaultAsync(await (await servers.GetAsync(kind)).CreateDatabaseAsync()));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Open_PasswordFromFile_TakenFromThere(DatabaseKind kind)
    {
        var server = await servers.GetAsync(kind);
        var connection = await server.CreateDatabaseAsync();
        await new MySqlSchemaUpdate(new MySqlOptions { ConnectionString = connection }).ApplyAsync(null, CancellationToken.None);
        var user = $"user_{Guid.NewGuid():N}"[..20];
        await server.ExecuteAsync($"CREATE USER '{user}'@'%' IDENTIFIED BY 'from the file'");
        await server.ExecuteAsync($"GRANT SELECT ON *.* TO '{user}'@'%'");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["password"], "from the file\n");
        var options = new MySqlOptions
        {
            ConnectionString = connection.Replace("User ID=root", $"User ID={user};Password=not this one", StringComparison.Ordinal),
            PasswordFile = folder["password"],
        };

        Assert.Equal(1, await new MySqlDatabase(options).OpenAsync(null, CancellationToken.None));
    }

    [Fact]
    public void Validate_EverythingWrong_AllSaidAtOnce()
    {
        var result = new MySqlOptionsValidator().Validate(null, new MySqlOptions
        {
            ConnectionString = "Database=;Server=;Password=secret-two",
            PasswordFile = "no-such-file",
            MaxConcurrency = 0,
        });

        foreach (var expected in new[] { "names no Server", "names no Database", "no-such-file", "MaxConcurrency is 0" })
            Assert.Contains(result.Failures!, fault => fault.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(result.Failures!, fault => fault.Contains("secret-two", StringComparison.Ordinal));
    }

    private static async Task<string> FaultAsync(string connection) => (await Assert.ThrowsAsync<StorageFaultException>(
        () => new MySqlDatabase(new MySqlOptions { ConnectionString = connection }).OpenAsync(null, CancellationToken.None))).Message;
}
