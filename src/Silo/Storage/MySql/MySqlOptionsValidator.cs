using Microsoft.Extensions.Options;
using MySqlConnector;

namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>Finds every fault of the options at once. The connection string is never repeated: it may hold a password.</summary>
public sealed class MySqlOptionsValidator : IValidateOptions<MySqlOptions>
{
    private const string Example = "Server=db;Database=recharge;User ID=monitor";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MySqlOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            faults.Add($"MySql:ConnectionString is empty: expected something such as '{Example}', for example in the variable MySql__ConnectionString");
        else
            AddConnectionFaults(faults, options);
        if (options.PasswordFile is { } file && !File.Exists(file))
            faults.Add($"MySql:PasswordFile is '{file}', which does not exist: expected a file that holds the database's password");
        if (options.MaxConcurrency is < 1 or > 1024)
            faults.Add($"MySql:MaxConcurrency is {options.MaxConcurrency}: expected 1 to 1024");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void AddConnectionFaults(List<string> faults, MySqlOptions options)
    {
        MySqlConnectionStringBuilder connection;
        try
        {
            connection = new MySqlConnectionStringBuilder(options.ConnectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            faults.Add($"MySql:ConnectionString cannot be read ({exception.Message}): expected something such as '{Example}'");
            return;
        }

        if (connection.Server.Length == 0)
            faults.Add($"MySql:ConnectionString names no Server: expected something such as '{Example}'");
        if (connection.Database.Length == 0)
            faults.Add($"MySql:ConnectionString names no Database: expected something such as '{Example}'");

        // Two at a time for each write and read that runs would be waste, fewer than one would be a wait for a connection.
        if (connection.MaximumPoolSize < (2 * options.MaxConcurrency) + 4)
        {
            faults.Add($"MySql:ConnectionString has MaximumPoolSize={connection.MaximumPoolSize}, too few for MySql:MaxConcurrency={options.MaxConcurrency}: "
                + $"expected at least {(2 * options.MaxConcurrency) + 4}");
        }
    }
}
