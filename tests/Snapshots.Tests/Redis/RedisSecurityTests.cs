using System.Collections.Concurrent;
using RechargeMonitor.Servers;
using RechargeMonitor.Snapshots.Redis;
using RechargeMonitor.Snapshots.Tests.Support;
using Xunit;

namespace RechargeMonitor.Snapshots.Tests.Redis;

public sealed class RedisSecurityTests
{
    private const string Password = "a password of a test";

    [Fact]
    public async Task Connect_PasswordAndTlsOfAPrivateAuthority_Publishes()
    {
        await using var server = await StartAsync();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["password"], Password + "\n");
        var options = Options(server, folder["password"], server.AuthorityFile);
        Assert.True(new RedisOptionsValidator().Validate(null, options).Succeeded);
        var log = new ConcurrentQueue<string>();
        await using var connection = new RedisConnection(options);
        using var publisher = Publisher(connection, options, log);
        var view = FiguresView.Following(TimeProvider.System);
        using var reader = new RedisFiguresReader(connection, options, view, TimeProvider.System, new ListLogger<RedisFiguresReader>(log));

        await publisher.StartAsync(CancellationToken.None);
        await reader.StartAsync(CancellationToken.None);
        publisher.Publish(SampleForms.National(), SampleForms.Of(SampleForms.National(), 3));

        await Until.EqualAsync(3, () => view.Orders(), "what was published over TLS");
        await publisher.StopAsync(CancellationToken.None);
        await reader.StopAsync(CancellationToken.None);
        Assert.DoesNotContain(log, line => line.Contains(Password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("wrong password", true, "refuses the user or password: correct Redis:PasswordFile")]
    [InlineData(Password, false, "Redis:CertificateAuthorityFile")]
    public async Task Connect_NotTrusted_SaysSoInALineAndWaits(string password, bool knowsTheAuthority, string named)
    {
        await using var server = await StartAsync();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["password"], password);
        var options = Options(server, folder["password"], knowsTheAuthority ? server.AuthorityFile : null);
        var log = new ConcurrentQueue<string>();
        await using var connection = new RedisConnection(options);
        using var publisher = Publisher(connection, options, log);

        await publisher.StartAsync(CancellationToken.None);
        publisher.Publish(SampleForms.National(), SampleForms.Of(SampleForms.National(), 3));

        await Until.TrueAsync(() => publisher.Fault is not null, "the publisher says what is wrong");
        Assert.Equal(1, publisher.PendingKeys);
        Assert.Contains(named, publisher.Fault, StringComparison.Ordinal);
        var line = Assert.Single(log);
        Assert.DoesNotContain("\n", line, StringComparison.Ordinal);
        Assert.DoesNotContain(password, line.Replace("user or password", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await publisher.StopAsync(CancellationToken.None);
    }

    private static Task<RedisServer> StartAsync()
    {
        if (RedisServer.Missing is { } missing)
            Assert.Skip(missing);
        return RedisServer.StartAsync(Password, withTls: true);
    }

    private static RedisOptions Options(RedisServer server, string passwordFile, string? authorityFile) => new()
    {
        Configuration = $"localhost:{server.Port},ssl=true",
        PasswordFile = passwordFile,
        CertificateAuthorityFile = authorityFile,
    };

    private static RedisSnapshotPublisher Publisher(RedisConnection connection, RedisOptions options, ConcurrentQueue<string> log) =>
        new(connection, options, (_, _, _) => Task.CompletedTask, TimeProvider.System, new ListLogger<RedisSnapshotPublisher>(log));
}
