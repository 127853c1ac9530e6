using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Orleans.Serialization;
using RechargeMonitor.Silo.Clustering;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Clustering;

/// <summary>What a database says must reach the log of the ingest that waits for it.</summary>
public sealed class DatabaseExceptionTests
{
    [Fact]
    public async Task A_failed_write_is_told_in_the_databases_own_words()
    {
        using var services = new ServiceCollection().AddSerializer().AddDatabaseExceptions().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var refused = await RefusedAsync();

        var received = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(new InvalidOperationException("not stored", refused)));

        var told = Assert.IsType<MySqlException>(received?.InnerException);
        Assert.Equal(refused.Message, told.Message);
    }

    // MySqlConnector lets nobody else make its exceptions.
    private static async Task<MySqlException> RefusedAsync()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        await using var connection = new MySqlConnection($"Server=127.0.0.1;Port={port};User ID=nobody");
        return await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync(TestContext.Current.CancellationToken));
    }
}
