using MySqlConnector;

namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>The database of a cluster: MySQL, or MariaDB. Section <c>MySql</c>.</summary>
public sealed class MySqlOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "MySql";

    private const uint ConnectSeconds = 5;
    private const uint CommandSeconds = 10;

    /// <summary>
    /// How to connect, in MySqlConnector's words: <c>Server=db;Database=recharge;User ID=monitor</c>. TLS with a verified
    /// server is <c>SslMode=VerifyFull;SslCa=/path/ca.pem</c>. Without other words, connecting may take 5 s and a statement 10 s.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>A file whose only line is the password; it goes before one in the connection string.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>
    /// How many states a silo writes at a time, and reads. More of them make bigger checkpoints faster as long as the server
    /// has cores and a disk for them; each takes a connection, and the server must accept those of all silos.
    /// </summary>
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>The settings to connect with, the password among them: never to be shown.</summary>
    /// <exception cref="StorageFaultException">The password's file cannot be read.</exception>
    internal MySqlConnectionStringBuilder ToConnection()
    {
        var connection = new MySqlConnectionStringBuilder(ConnectionString);
        if (!connection.ContainsKey("Connection Timeout"))
            connection.ConnectionTimeout = ConnectSeconds;
        if (!connection.ContainsKey("Default Command Timeout"))
            connection.DefaultCommandTimeout = CommandSeconds;
        if (PasswordFile is not null)
            connection.Password = ReadPassword(PasswordFile);
        return connection;
    }

    private static string ReadPassword(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageFaultException(new StorageFault(
                $"MySql:PasswordFile {file} cannot be read ({exception.Message}): name a file that holds the database's password", false), exception);
        }
    }
}
