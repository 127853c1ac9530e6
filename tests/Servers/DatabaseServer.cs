using System.Globalization;
using MySqlConnector;

namespace RechargeMonitor.Servers;

/// <summary>A real database server that speaks MySQL's protocol, with a root user without a password.</summary>
public abstract class DatabaseServer : IAsyncDisposable
{
    private static int databases;

    /// <summary>What failures call it.</summary>
    public abstract string Name { get; }

    /// <summary>Its port on the loopback interface.</summary>
    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>Its process.</summary>
    public abstract ServerProcess Process { get; }

    /// <summary>How to connect to one of its databases.</summary>
    public string ConnectionTo(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Server=127.0.0.1;Port={Port};User ID=root;Database={database}");

    /// <summary>Makes a database that no other test has. Returns how to connect to it.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"recharge_{Interlocked.Increment(ref databases)}");
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionTo(name);
    }

    /// <summary>Runs a statement as root.</summary>
    public async Task ExecuteAsync(string statement)
    {
        await using var connection = new MySqlConnection(ConnectionTo("") + ";SslMode=Preferred;Pooling=false");
        await connection.OpenAsync();
        await using var command = new MySqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Starts it, or starts it again on its data, and waits until it answers.</summary>
    public Task StartAsync() => Process.StartAsync(async () =>
    {
        await ExecuteAsync("DO 0");
        return true;
    });

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
