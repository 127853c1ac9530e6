using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xunit;

namespace RechargeMonitor.Servers;

/// <summary>A Redis server of a test, which writes every change to its disk.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";
    private static readonly TimeSpan CertificateLife = TimeSpan.FromDays(2);

    private readonly TemporaryFolder folder = new();
    private readonly string? password;
    private readonly bool withTls;
    private readonly bool isCluster;
    private readonly string data;
    private ServerProcess process;

    private RedisServer(string? password, bool withTls, bool isCluster, string? data)
    {
        (this.password, this.withTls, this.isCluster, this.data) = (password, withTls, isCluster, data ?? folder["data"]);
        Port = ServerProcess.FreePort();
        if (withTls)
            WriteCertificates();
        process = Make();
    }

    /// <summary>Why there is none here; nothing where there is.</summary>
    public static string? Missing => Find() is null ? $"{Program} is not installed" : null;

    /// <summary>The port on the loopback interface: of TLS, where that is asked for.</summary>
    public int Port { get; }

    /// <summary>The certificate of the authority that signed the server's, in PEM.</summary>
    public string AuthorityFile => folder["authority.pem"];

    /// <summary>The process.</summary>
    public ServerProcess Process => process;

    /// <summary>Starts one.</summary>
    /// <param name="password">What it demands.</param>
    /// <param name="withTls">Whether it speaks TLS only, with a certificate of localhost.</param>
    /// <param name="isCluster">Whether it is a Redis Cluster, of one server that has all slots; without a password and TLS.</param>
    /// <param name="data">Where its data is to be, if not where it usually is.</param>
    public static async Task<RedisServer> StartAsync(string? password = null, bool withTls = false, bool isCluster = false, string? data = null)
    {
        var server = new RedisServer(password, withTls, isCluster, data);
        try
        {
            await server.process.StartAsync(server.AnswersAsync);
            if (isCluster)
                Assert.StartsWith("+OK", await server.AskAsync("CLUSTER ADDSLOTSRANGE 0 16383"), StringComparison.Ordinal);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after it was killed.</summary>
    /// <param name="withData">Whether on what it had written; otherwise it starts empty.</param>
    public async Task RestartAsync(bool withData)
    {
        await process.DisposeAsync();
        if (!withData && Directory.Exists(data))
            Directory.Delete(data, recursive: true);
        process = Make();
        await process.StartAsync(AnswersAsync);
    }

    /// <summary>Makes it forget everything.</summary>
    public async Task FlushAsync() => Assert.StartsWith("+OK", await AskAsync("FLUSHALL"), StringComparison.Ordinal);

    /// <summary>Asks without a client. Returns the beginning of the answer, as the protocol has it.</summary>
    public async Task<string> AskAsync(string command)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), limit.Token);
        var answer = new byte[256];
        return Encoding.ASCII.GetString(answer, 0, await stream.ReadAsync(answer, limit.Token));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/sbin").Append("/usr/local/bin").Select(directory => Path.Combine(directory, Program)).FirstOrDefault(File.Exists);

    private ServerProcess Make()
    {
        Directory.CreateDirectory(data);
        List<string> arguments =
        [
            "--bind", "127.0.0.1", "--dir", data, "--save", "", "--appendonly", "yes", "--appendfsync", "always",
            "--port", withTls ? "0" : $"{Port}",
        ];
        if (password is not null)
            arguments.AddRange(["--requirepass", password]);
        if (withTls)
        {
            arguments.AddRange([
                "--tls-port", $"{Port}", "--tls-cert-file", folder["server.pem"], "--tls-key-file", folder["server.key"],
                "--tls-ca-cert-file", AuthorityFile, "--tls-auth-clients", "no",
            ]);
        }

        if (isCluster)
        {
            arguments.AddRange([
                "--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1", "--cluster-port", $"{ServerProcess.FreePort()}",
            ]);
        }

        return new ServerProcess(Program, Find() ?? Program, arguments);
    }

    /// <summary>It has loaded its data when it answers anything but that it is loading.</summary>
    private async Task<bool> AnswersAsync()
    {
        if (withTls)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }

        var answer = await AskAsync("PING");
        return answer.StartsWith("+PONG", StringComparison.Ordinal) || answer.StartsWith("-NOAUTH", StringComparison.Ordinal);
    }

    private void WriteCertificates()
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=authority of a test", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var signed = authority.CreateSelfSigned(now.AddHours(-1), now + CertificateLife);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(signed, now.AddHours(-1), now + (CertificateLife / 2), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(AuthorityFile, signed.ExportCertificatePem());
        File.WriteAllText(folder["server.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(folder["server.key"], key.ExportPkcs8PrivateKeyPem());
    }
}
