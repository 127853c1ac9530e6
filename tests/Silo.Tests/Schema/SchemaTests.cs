using MySqlConnector;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Silo.Tests.Support;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Schema;

/// <summary>The schema's way from nothing, from an older version, and again.</summary>
public sealed class SchemaTests(DatabaseServers servers)
{
    private const string Index = "SELECT COUNT(*) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = 'IX_OrleansStorage_ModifiedOn'";

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.MariaDb, DatabaseKind.MySql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Apply_EmptyDatabase_MadeForTheShards(DatabaseKind kind)
    {
        var options = await EmptyAsync(kind);

        var update = await ApplyAsync(options, 4);

        Assert.Equal(new SchemaUpdate(null, MySqlSchema.Version, 4), update);
        Assert.Equal(4, await new MySqlDatabase(options).OpenAsync(null, CancellationToken.None));
        Assert.Equal(4, await new MySqlDatabase(options).OpenAsync(4, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Apply_Again_NothingChanges(DatabaseKind kind)
    {
        var options = await EmptyAsync(kind);
        await ApplyAsync(options, 2);
        var before = await QueriesAsync(options);

        var update = await ApplyAsync(options, null);

        Assert.Equal(new SchemaUpdate(MySqlSchema.Version, MySqlSchema.Version, 2), update);
        Assert.Equal(before, await QueriesAsync(options));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Apply_TablesOfVersion0_UpdatedAndStatesKept(DatabaseKind kind)
    {
        var options = await EmptyAsync(kind);
        await MakeVersion0Async(options);
        Assert.Equal(0, await ScalarAsync(options, Index));
        var refused = await FaultAsync(() => new MySqlDatabase(options).OpenAsync(null, CancellationToken.None));

        var update = await ApplyAsync(options, null);

        Assert.Contains("has schema 0, this version of the monitor needs 1: run 'recharge-monitor schema apply'", refused);
        Assert.Equal(new SchemaUpdate(0, MySqlSchema.Version, 3), update);
        Assert.Equal(1, await ScalarAsync(options, Index));
        Assert.Equal(1, await ScalarAsync(options, "SELECT COUNT(*) FROM OrleansStorage WHERE GrainIdExtensionString = 'n-20170412-0' AND Version = 7"));
        await new MySqlDatabase(options).OpenAsync(3, CancellationToken.None);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Apply_InterruptedBeforeItsVersionWasStored_GoesOn(DatabaseKind kind)
    {
        var options = await EmptyAsync(kind);
        await ApplyAsync(options, null);
        await ExecuteAsync(options, "UPDATE MonitorSetting SET Value = '0' WHERE Name = 'schema'");

        Assert.Equal(new SchemaUpdate(0, MySqlSchema.Version, 1), await ApplyAsync(options, null));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Apply_SixAtOnce_AllSucceedOnOneSchema(DatabaseKind kind)
    {
        var options = await EmptyAsync(kind);

        var updates = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ApplyAsync(options, 2)));

        Assert.Single(updates, update => update.From is null);
        Assert.All(updates, update => Assert.Equal(2, update.Shards));
        Assert.Equal(MySqlQueries.All.Count, await ScalarAsync(options, "SELECT COUNT(*) FROM OrleansQuery"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Apply_OtherShards_Refused(DatabaseKind kind)
    {
        var options = await EmptyAsync(kind);
        await ApplyAsync(options, 2);

        var applied = await FaultAsync(() => ApplyAsync(options, 3));
        var opened = await FaultAsync(() => new MySqlDatabase(options).OpenAsync(3, CancellationToken.None));

        Assert.Contains("was made for 2 shards, 3 are asked for: ask for 2", applied);
        Assert.Equal(applied, opened);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Apply_NewerSchema_Refused(DatabaseKind kind)
    {
        var options = await EmptyAsync(kind);
        await ApplyAsync(options, null);
        await ExecuteAsync(options, "UPDATE MonitorSetting SET Value = '99' WHERE Name = 'schema'");

        var applied = await FaultAsync(() => ApplyAsync(options, null));
        var opened = await FaultAsync(() => new MySqlDatabase(options).OpenAsync(null, CancellationToken.None));

        Assert.Contains("was made by a newer version of the monitor (schema 99", applied);
        Assert.Equal(applied, opened);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Print_RunByAnyClient_IsWhatApplyDoes(DatabaseKind kind)
    {
        var printed = await EmptyAsync(kind);
        var applied = await EmptyAsync(kind);

        await ExecuteAsync(printed, MySqlScript.Print(2));

        await ApplyAsync(applied, 2);
        Assert.Equal(await DescribeAsync(applied), await DescribeAsync(printed));
        Assert.Equal(2, await new MySqlDatabase(printed).OpenAsync(2, CancellationToken.None));
    }

    [Fact]
    public void Queries_AreAllThatOrleansAsksFor()
    {
        // Orleans refuses to start without one of them; which they are is only in its own class of queries.
        var type = typeof(Orleans.Hosting.AdoNetHostingExtensions).Assembly.GetType("Orleans.Clustering.AdoNet.Storage.DbStoredQueries", throwOnError: true)!;
        var asked = type.GetProperties(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic).Select(property => property.Name);

        Assert.Empty(asked.Except(MySqlQueries.All.Select(query => query.Key)));
    }

    private static Task<SchemaUpdate> ApplyAsync(MySqlOptions options, int? shards) => new MySqlSchemaUpdate(options).ApplyAsync(shards, CancellationToken.None);

    private static async Task<string> FaultAsync(Func<Task> action) => (await Assert.ThrowsAsync<StorageFaultException>(action)).Message;

    /// <summary>The tables as the version before the index had them, with a state in them.</summary>
    private static async Task MakeVersion0Async(MySqlOptions options)
    {
        foreach (var statement in MySqlSchema.Steps.Single(step => step.Version == 0).Statements)
            await ExecuteAsync(options, statement);
        await ExecuteAsync(options, """
            INSERT INTO MonitorSetting (Name, Value) VALUES ('schema', '0'), ('shards', '3');
            INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version)
            VALUES ('recharge-monitor', 'national', 'n-20170412-0', 'x', UTC_TIMESTAMP(3), 7);
            """);
    }

    private static Task<IReadOnlyList<string>> QueriesAsync(MySqlOptions options) =>
        RowsAsync(options, "SELECT CONCAT(QueryKey, ' ', QueryText) FROM OrleansQuery ORDER BY QueryKey");

    private static async Task<IReadOnlyList<string>> DescribeAsync(MySqlOptions options) =>
    [
        .. await QueriesAsync(options),
        .. await RowsAsync(options, "SELECT CONCAT_WS(' ', TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION"),
        .. await RowsAsync(options, "SELECT CONCAT_WS(' ', TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX"),
        .. await RowsAsync(options, "SELECT CONCAT(Name, ' ', Value) FROM MonitorSetting ORDER BY Name"),
    ];

    private static async Task<IReadOnlyList<string>> RowsAsync(MySqlOptions options, string query)
    {
        await using var connection = await ConnectAsync(options);
        await using var command = new MySqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private static async Task<long> ScalarAsync(MySqlOptions options, string query)
    {
        await using var connection = await ConnectAsync(options);
        await using var command = new MySqlCommand(query, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task ExecuteAsync(MySqlOptions options, string statements)
    {
        await using var connection = await ConnectAsync(options);
        await using var command = new MySqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<MySqlConnection> ConnectAsync(MySqlOptions options)
    {
        var connection = new MySqlConnection(options.ConnectionString + ";Allow User Variables=true");
        await connection.OpenAsync();
        return connection;
    }

    private async Task<MySqlOptions> EmptyAsync(DatabaseKind kind) =>
        new() { ConnectionString = await (await servers.GetAsync(kind)).CreateDatabaseAsync() };
}
