using MySqlConnector;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Silo.Tests.Support;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Storage;

/// <summary>What is published from what is stored.</summary>
public sealed class PublishTests(DatabaseServers servers)
{
    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.MariaDb, DatabaseKind.MySql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task PublishAll_Everything_UnderTheKeysOfReaders(DatabaseKind kind)
    {
        var published = new Published();

        var rows = await (await FilledAsync(kind)).PublishAllAsync(published.TakeAsync, null, CancellationToken.None);

        Assert.Equal(4, rows);
        Assert.Equal(["m-201704120301-0=M", "n-20170412-0=N", "r-file-1=R", "s-file-1=S"], published.Rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task PublishAll_ModifiedSince_OnlyThese(DatabaseKind kind)
    {
        var published = new Published();
        var since = new DateTimeOffset(2026, 1, 1, 20, 0, 0, 2, TimeSpan.FromHours(8));

        await (await FilledAsync(kind)).PublishAllAsync(published.TakeAsync, since, CancellationToken.None);

        Assert.Equal(["r-file-1=R", "s-file-1=S"], published.Rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void KeyOf_Rejects_IsNotTheLedgers()
    {
        Assert.Equal("s-a", StoredRow.KeyOf("source", "s-a"));
        Assert.Equal("r-a", StoredRow.KeyOf("rejects", "s-a"));
    }

    /// <summary>Rows that are a millisecond apart.</summary>
    private async Task<MySqlDatabase> FilledAsync(DatabaseKind kind)
    {
        var options = new MySqlOptions { ConnectionString = await (await servers.GetAsync(kind)).CreateDatabaseAsync() };
        await new MySqlSchemaUpdate(options).ApplyAsync(null, CancellationToken.None);
        await using var connection = new MySqlConnection(options.ConnectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand("""
            INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version) VALUES
                ('recharge-monitor', 'national', 'n-20170412-0', 'N', '2026-01-01 12:00:00.000', 1),
                ('recharge-monitor', 'minute', 'm-201704120301-0', 'M', '2026-01-01 12:00:00.001', 1),
                ('recharge-monitor', 'source', 's-file-1', 'S', '2026-01-01 12:00:00.002', 1),
                ('recharge-monitor', 'rejects', 's-file-1', 'R', '2026-01-01 12:00:00.003', 1),
                ('another', 'national', 'n-20170413-0', 'X', '2026-01-01 12:00:00.003', 1);
            """, connection);
        await command.ExecuteNonQueryAsync();
        return new MySqlDatabase(options);
    }

    private sealed class Published
    {
        public List<string> Rows { get; } = [];

        public ValueTask TakeAsync(string key, ReadOnlyMemory<byte> form, CancellationToken cancellationToken)
        {
            Rows.Add($"{key}={System.Text.Encoding.UTF8.GetString(form.Span)}");
            return ValueTask.CompletedTask;
        }
    }
}
