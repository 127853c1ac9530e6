using System.Globalization;
using MySqlConnector;

namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>What a database says of itself.</summary>
/// <param name="Version">The version of its schema; nothing where it has no tables.</param>
/// <param name="Shards">In how many parts national and minute figures are kept in it.</param>
internal sealed record MySqlSettings(int? Version, int? Shards)
{
    public static async Task<MySqlSettings> ReadAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return new MySqlSettings(
                await ReadAsync(connection, MySqlSchema.VersionSetting, cancellationToken),
                await ReadAsync(connection, MySqlSchema.ShardsSetting, cancellationToken));
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.NoSuchTable)
        {
            return new MySqlSettings(null, null);
        }
    }

    private static async Task<int?> ReadAsync(MySqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand("SELECT Value FROM MonitorSetting WHERE Name = @name", connection);
        command.Parameters.AddWithValue("@name", name);
        return await command.ExecuteScalarAsync(cancellationToken) is string value ? int.Parse(value, CultureInfo.InvariantCulture) : null;
    }
}
