using MySqlConnector;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Grains;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>The database of a cluster, as all of its processes use it.</summary>
public sealed class MySqlDatabase
{
    private const string IsStrict = "SELECT @@SESSION.sql_mode LIKE '%STRICT_ALL_TABLES%' OR @@SESSION.sql_mode LIKE '%STRICT_TRANS_TABLES%'";

    private readonly MySqlConnectionStringBuilder settings;
    private readonly int maxConcurrency;

    /// <summary>Names a database; <see cref="OpenAsync"/> connects to it.</summary>
    /// <exception cref="StorageFaultException">The password's file cannot be read.</exception>
    public MySqlDatabase(MySqlOptions options)
    {
        settings = options.ToConnection();
        ConnectionString = settings.ConnectionString;
        Place = MySqlFault.PlaceOf(settings);
        maxConcurrency = options.MaxConcurrency;
    }

    /// <summary>The words that name it, without its secrets.</summary>
    public string Place { get; }

    /// <summary>How to connect to it, the password included: never to be shown.</summary>
    internal string ConnectionString { get; }

    internal StorageBounds Bounds => new(maxConcurrency, maxConcurrency);

    /// <summary>Checks that it is one that this version of the monitor can work on. Returns the number of its shards.</summary>
    /// <param name="shards">The number of shards that is configured, if one is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StorageFaultException">It cannot be used, and why.</exception>
    public Task<int> OpenAsync(int? shards, CancellationToken cancellationToken) => ConnectedAsync(
        async connection =>
        {
            var found = await MySqlSettings.ReadAsync(connection, cancellationToken);
            var fault = found switch
            {
                { Version: null } or { Shards: null } => MySqlFault.Missing(Place),
                { Version: > MySqlSchema.Version } => MySqlFault.Newer(Place, found.Version.Value),
                { Version: < MySqlSchema.Version } => MySqlFault.Older(Place, found.Version.Value),
                _ when shards is { } asked && asked != found.Shards => MySqlFault.OtherShards(Place, found.Shards.Value, asked),
                _ => null,
            };
            if (fault is not null)
                throw new StorageFaultException(fault);
            await RequireStrictAsync(connection, cancellationToken);
            return found.Shards!.Value;
        },
        cancellationToken);

    /// <summary>
    /// Checks that a silo of this version can read what is stored: reads of each kind of state the row of the newest form,
    /// whose number is each form's first byte.
    /// </summary>
    /// <exception cref="StorageFaultException">A newer version of the monitor wrote one.</exception>
    public Task RequireReadableAsync(CancellationToken cancellationToken) => ConnectedAsync(
        async connection =>
        {
            foreach (var state in StateNames.All)
            {
                await using var command = RowsOf(connection, state, ", PayloadBinary", " AND PayloadBinary IS NOT NULL ORDER BY ORD(PayloadBinary) DESC LIMIT 1");
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                if (await reader.ReadAsync(cancellationToken))
                    StoredForms.Require(StoredRow.KeyOf(state, Text(reader, 0)), reader.GetFieldValue<byte[]>(1));
            }

            return true;
        },
        cancellationToken);

    /// <summary>Whether it takes writes and has the table of states: touches a setting without changing it.</summary>
    /// <exception cref="StorageFaultException">It does not, and why.</exception>
    internal Task TryWriteAsync(CancellationToken cancellationToken) => ConnectedAsync(
        async connection =>
        {
            await using var command = new MySqlCommand("SELECT 1 FROM OrleansStorage LIMIT 0; UPDATE MonitorSetting SET Value = Value WHERE Name = @name", connection);
            command.Parameters.AddWithValue("@name", MySqlSchema.VersionSetting);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>
    /// Publishes what is stored, row by row, so that readers get all figures whatever the snapshots' store has lost. However
    /// long all of it takes, each row must come within the time that a statement may take.
    /// </summary>
    /// <param name="publish">Takes a form under its key; the next row is read once it has room for it.</param>
    /// <param name="modifiedSince">
    /// Only what was written since, by the database's clock. A write shows when it ends, but under the time at which it began:
    /// leave a margin of at least the time that a statement may take.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many rows were published.</returns>
    /// <exception cref="StorageFaultException">It cannot be read, and why.</exception>
    public Task<int> PublishAllAsync(
        Func<string, ReadOnlyMemory<byte>, CancellationToken, ValueTask> publish, DateTimeOffset? modifiedSince, CancellationToken cancellationToken) => ConnectedAsync(
        async connection =>
        {
            await using var command = new MySqlCommand(
                $"""
                SELECT GrainTypeString, GrainIdExtensionString, PayloadBinary FROM OrleansStorage
                WHERE PayloadBinary IS NOT NULL AND ServiceId = @service{(modifiedSince is null ? "" : " AND ModifiedOn >= @since")}
                """,
                connection);
            command.Parameters.AddWithValue("@service", SiloHosting.ServiceId);
            command.Parameters.AddWithValue("@since", modifiedSince?.UtcDateTime);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = 0;
            for (; await reader.ReadAsync(cancellationToken); rows++)
                await publish(StoredRow.KeyOf(Text(reader, 0), Text(reader, 1)), reader.GetFieldValue<byte[]>(2), cancellationToken);
            return rows;
        },
        cancellationToken);

    /// <summary>The nationwide targets, each with whether only line counts are left of it. Of each row, only the head is read.</summary>
    internal Task<IReadOnlyList<(TargetId Target, DateTimeOffset AsOf, bool IsRetired)>> ReadNationalsAsync(CancellationToken cancellationToken) => ConnectedAsync(
        async connection =>
        {
            await using var command = RowsOf(connection, StateNames.National, $", LEFT(PayloadBinary, {PublishedForm.MaxHeadBytes + 1})");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var nationals = new List<(TargetId, DateTimeOffset, bool)>();
            while (await reader.ReadAsync(cancellationToken))
            {
                if (TargetId.TryParse(Text(reader, 0), out var target) && !reader.IsDBNull(1))
                    nationals.Add(ReadHead(target, reader.GetFieldValue<byte[]>(1)));
            }

            return (IReadOnlyList<(TargetId, DateTimeOffset, bool)>)nationals;
        },
        cancellationToken);

    /// <summary>The targets of a kind of state whose keys lie in one of the ranges. No payload is read.</summary>
    internal Task<IReadOnlyList<TargetId>> ReadTargetsAsync(string state, IEnumerable<(string From, string Before)> ranges, CancellationToken cancellationToken) => ConnectedAsync(
        async connection =>
        {
            var targets = new List<TargetId>();
            foreach (var (from, before) in ranges)
            {
                await using var command = RowsOf(connection, state, "", " AND GrainIdExtensionString >= @from AND GrainIdExtensionString < @before");
                command.Parameters.AddWithValue("@from", from);
                command.Parameters.AddWithValue("@before", before);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    if (TargetId.TryParse(Text(reader, 0), out var target))
                        targets.Add(target);
                }
            }

            return (IReadOnlyList<TargetId>)targets;
        },
        cancellationToken);

    private static MySqlCommand RowsOf(MySqlConnection connection, string state, string columns, string condition = "")
    {
        var command = new MySqlCommand(
            $"SELECT GrainIdExtensionString{columns} FROM OrleansStorage WHERE ServiceId = @service AND GrainTypeString = @state{condition}", connection);
        command.Parameters.AddWithValue("@service", SiloHosting.ServiceId);
        command.Parameters.AddWithValue("@state", state);
        return command;
    }

    private static (TargetId Target, DateTimeOffset AsOf, bool IsRetired) ReadHead(TargetId target, byte[] head)
    {
        var reader = new FormReader(head);
        return (target, PublishedForm.Read(ref reader, target, out _).AsOf, reader.ReadBool());
    }

    private static string Text(MySqlDataReader reader, int column) => System.Text.Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column));

    /// <summary>A server that cuts what is too long instead of refusing it would store wrong keys and broken states.</summary>
    private async Task RequireStrictAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(IsStrict, connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is null or 0L or 0 or false)
        {
            throw new StorageFaultException(new StorageFault(
                $"the sql_mode of the {Place} is not strict: add STRICT_TRANS_TABLES to it, which is the default of MySQL and MariaDB", false));
        }
    }

    private async Task<T> ConnectedAsync<T>(Func<MySqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new MySqlConnection(ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return await use(connection);
        }
        catch (MySqlException exception)
        {
            throw new StorageFaultException(await MySqlReach.FaultAsync(exception, settings, cancellationToken), exception);
        }
        catch (FormatException exception)
        {
            throw new StorageFaultException(new StorageFault($"the {Place} holds something that cannot be read: {exception.Message}", false), exception);
        }
    }
}
