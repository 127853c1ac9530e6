using MySqlConnector;
using RechargeMonitor.Grains.Tests.Support;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Silo.Tests.Support;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Upgrade;

/// <summary>Silos of this version and of a later one, whose stored forms differ, on one database.</summary>
public sealed class UpgradeTests(DatabaseServers servers)
{
    /// <summary>
    /// The first newer silo is taken back, so that an old one meets what it has stored: it refuses that and says so, and the
    /// partition waits until no old silo is left.
    /// </summary>
    [Fact]
    public async Task Feed_SilosReplacedByNewerOnes_EveryLineCountsOnce()
    {
        var (before, during) = (Content.OfOrders(200, 6), Content.OfOrders(500, 7));
        var connection = await (await servers.GetAsync(DatabaseKind.MariaDb)).CreateDatabaseAsync();
        await using var cluster = await TestCluster.StartAsync(connection, silos: 2);
        await cluster.FeedAsync(new MemorySource(("a", before)));
        Assert.Equal((true, false), await FormsAsync(connection));

        // Few bytes at a time, so that there is something to count until the end.
        var source = new MemorySource(("b", during)) { AheadBytes = 8_000 };
        var feeding = cluster.FeedAsync(source);
        await cluster.StartSiloAsync(NewerForms.AddTo);
        await cluster.StopSiloAsync(cluster.Silos[0]);
        while (!(await FormsAsync(connection)).Later)
        {
            Assert.False(feeding.IsCompleted, "all was counted before the newer silo stored anything");
            await Task.Delay(50);
        }

        await cluster.StopSiloAsync(cluster.Silos[^1]);
        await TestCluster.UntilAsync(() => Refusals(cluster).Length > 0 || feeding.IsCompleted, () => "the old silo met nothing of the newer one");
        await cluster.StartSiloAsync(NewerForms.AddTo);
        await cluster.StopSiloAsync(cluster.Silos[0]);
        await feeding;

        Assert.NotEmpty(Refusals(cluster));
        Assert.All(Refusals(cluster), text => Assert.Matches("is stored in form 1[12]; this version of the monitor reads forms up to [12]: start a newer one$", text));
        Assert.Equal((true, true), await FormsAsync(connection));
        await ExecuteAsync(connection, $"UPDATE OrleansStorage SET PayloadBinary = CONCAT(CHAR(ORD(PayloadBinary) - {NewerForms.Later}), SUBSTRING(PayloadBinary, 2, LENGTH(PayloadBinary) - 2)) WHERE ORD(PayloadBinary) > {NewerForms.Later}");
        Assert.Empty(await cluster.DifferencesToAsync(("a", before), ("b", during)));
    }

    /// <summary>An old silo that is started when newer ones have stored something would only refuse it later.</summary>
    [Fact]
    public async Task RequireReadable_RowOfANewerForm_SaysWhichAndWhatToDo()
    {
        var connection = await (await servers.GetAsync(DatabaseKind.MariaDb)).CreateDatabaseAsync();
        await using (var cluster = await TestCluster.StartAsync(connection, silos: 1))
            await cluster.FeedAsync(new MemorySource(("a", Content.OfOrders(20, 8))));
        var database = new MySqlDatabase(new MySqlOptions { ConnectionString = connection });
        await database.RequireReadableAsync(CancellationToken.None);

        await ExecuteAsync(connection, "UPDATE OrleansStorage SET PayloadBinary = CONCAT(x'0B', SUBSTRING(PayloadBinary, 2)) WHERE GrainIdExtensionString = 's-a' AND GrainTypeString = 'source'");

        var fault = await Assert.ThrowsAsync<StorageFaultException>(() => database.RequireReadableAsync(CancellationToken.None));
        Assert.Equal(
            $"the {database.Place} holds something that cannot be read: a source is stored in form 11; this version of the monitor reads forms up to 1: start a newer one",
            fault.Message);
    }

    private static string[] Refusals(TestCluster cluster) => [.. cluster.Logs.Events.Where(entry => entry.Id is 2003 or 2004).Select(entry => entry.Text)];

    /// <summary>Whether there are rows of this version's forms, and of the later one's.</summary>
    private static async Task<(bool Present, bool Later)> FormsAsync(string connectionString)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand($"SELECT SUM(ORD(PayloadBinary) < {NewerForms.Later}) > 0, SUM(ORD(PayloadBinary) > {NewerForms.Later}) > 0 FROM OrleansStorage", connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return (reader.GetInt32(0) > 0, reader.GetInt32(1) > 0);
    }

    private static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand(statement, connection);
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}
