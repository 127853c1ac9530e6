using System.Globalization;
using MySqlConnector;

namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>What an update of the schema did.</summary>
/// <param name="From">The version before; nothing where there were no tables.</param>
/// <param name="To">The version now.</param>
/// <param name="Shards">In how many parts national and minute figures are kept.</param>
public sealed record SchemaUpdate(int? From, int To, int Shards);

/// <summary>Brings a database to the schema of this version of the monitor. Doing it again, or twice at once, does no harm.</summary>
/// <param name="options">How to connect.</param>
public sealed class MySqlSchemaUpdate(MySqlOptions options)
{
    private const string LockName = "recharge-monitor-schema";
    private const int LockSeconds = 120;
    private const int DefaultShards = 1;

    // An index over a big table takes longer than what a silo waits for.
    private const uint StatementSeconds = 3600;

    /// <summary>Applies what is missing.</summary>
    /// <param name="shards">The number of shards; without it 1, or what the database has.</param>
    /// <param name="cancellationToken">Ends it between two statements.</param>
    /// <exception cref="StorageFaultException">The database cannot be used, or is not one for that, and why.</exception>
    public async Task<SchemaUpdate> ApplyAsync(int? shards, CancellationToken cancellationToken)
    {
        var settings = options.ToConnection();
        (settings.AllowUserVariables, settings.DefaultCommandTimeout, settings.Pooling) = (true, StatementSeconds, false);
        var place = MySqlFault.PlaceOf(settings);
        try
        {
            await using var connection = new MySqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await LockAsync(connection, place, cancellationToken);
            return await ApplyAsync(connection, place, shards, cancellationToken);
        }
        catch (MySqlException exception)
        {
            throw new StorageFaultException(await MySqlReach.FaultAsync(exception, settings, cancellationToken), exception);
        }
    }

    private static async Task<SchemaUpdate> ApplyAsync(MySqlConnection connection, string place, int? shards, CancellationToken cancellationToken)
    {
        var found = await MySqlSettings.ReadAsync(connection, cancellationToken);
        if (found.Version > MySqlSchema.Version)
            throw new StorageFaultException(MySqlFault.Newer(place, found.Version.Value));
        if (shards is { } asked && found.Shards is { } known && asked != known)
            throw new StorageFaultException(MySqlFault.OtherShards(place, known, asked));
        var number = found.Shards ?? shards ?? DefaultShards;
        foreach (var statement in MySqlScript.From(found.Version ?? -1, number))
        {
            await using var command = new MySqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return new SchemaUpdate(found.Version, MySqlSchema.Version, number);
    }

    /// <summary>The lock goes with the connection. Its name holds the database's: other databases of the server need not wait.</summary>
    private static async Task LockAsync(MySqlConnection connection, string place, CancellationToken cancellationToken)
    {
        // Names of locks may have 64 characters.
        await using var command = new MySqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"SELECT GET_LOCK(CONCAT('{LockName}-', LEFT(SHA2(DATABASE(), 256), 32)), {LockSeconds})"), connection);
        if (Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) != 1)
        {
            throw new StorageFaultException(new StorageFault(
                $"the schema of the {place} is being changed by someone else for more than {LockSeconds} s: try again when that has ended", true));
        }
    }
}
