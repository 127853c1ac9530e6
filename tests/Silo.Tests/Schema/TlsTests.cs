using RechargeMonitor.Servers;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Silo.Tests.Support;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Schema;

/// <summary>A server that demands TLS, and clients that do and do not trust it.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private MariaDbServer? server;

    public async ValueTask InitializeAsync()
    {
        if (MariaDbServer.Missing is { } reason)
            Assert.Skip(reason);
        Certificates.Write(folder.Path, "server");
        Certificates.Write(folder.Path, "stranger");
        server = await MariaDbServer.CreateAsync(
            $"--ssl-ca={folder["server-ca.pem"]}", $"--ssl-cert={folder["server-cert.pem"]}", $"--ssl-key={folder["server-key.pem"]}", "--require-secure-transport=ON");
        await server.ExecuteAsync("CREATE DATABASE recharge");
        await server.ExecuteAsync("CREATE USER 'monitor'@'%' IDENTIFIED BY 'over TLS only'");
        await server.ExecuteAsync("GRANT ALL ON recharge.* TO 'monitor'@'%'");
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Open_VerifiedAuthority_Works()
    {
        var options = Options($"SslMode=VerifyFull;SslCa={folder["server-ca.pem"]}");

        await new MySqlSchemaUpdate(options).ApplyAsync(null, CancellationToken.None);

        Assert.Equal(1, await new MySqlDatabase(options).OpenAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task Open_OtherAuthority_NotTrusted() =>
        Assert.Contains("is not trusted", await FaultAsync($"SslMode=VerifyFull;SslCa={folder["stranger-ca.pem"]}"));

    [Fact]
    public async Task Open_WithoutTls_SaysWhatToAdd() =>
        Assert.Contains("add SslMode=VerifyFull;SslCa=FILE if the server demands TLS", await FaultAsync("SslMode=Disabled"));

    private async Task<string> FaultAsync(string words) => (await Assert.ThrowsAsync<StorageFaultException>(
        () => new MySqlDatabase(Options(words)).OpenAsync(null, CancellationToken.None))).Message;

    private MySqlOptions Options(string words)
    {
        File.WriteAllText(folder["password"], "over TLS only");
        return new MySqlOptions { ConnectionString = $"Server=127.0.0.1;Port={server!.Port};Database=recharge;User ID=monitor;{words}", PasswordFile = folder["password"] };
    }
}
