using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>
/// The process's connection to Redis. It opens whether the server is there or not, and goes on trying by itself; while it
/// is away calls fail at once, since those who make them keep what they have to say.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private readonly RedisOptions options;
    private readonly SemaphoreSlim opening = new(1);
    private ConnectionMultiplexer? multiplexer;
    private volatile SslPolicyErrors distrust;

    /// <summary>A connection that opens when it is first used.</summary>
    /// <param name="options">Valid options.</param>
    public RedisConnection(RedisOptions options)
    {
        this.options = options;
        Keys = new RedisKeys(options.KeyPrefix);
        Servers = string.Join(", ", ConfigurationOptions.Parse(options.Configuration).EndPoints.Select(server => Format(server.ToString())));
    }

    /// <summary>Which servers it names, for people.</summary>
    public string Servers { get; }

    internal RedisKeys Keys { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (multiplexer is { } opened)
            await opened.DisposeAsync();
        opening.Dispose();
    }

    /// <summary>
    /// Says in a line what is wrong. What the client throws when it has turned a certificate down is whatever it noticed first
    /// of the connection's end, so the verdict itself is remembered.
    /// </summary>
    internal string Describe(Exception exception) =>
        distrust == SslPolicyErrors.None ? RedisFault.Describe(exception) : RedisFault.Distrusted(distrust);

    internal async ValueTask<ConnectionMultiplexer> OpenAsync(CancellationToken cancellationToken)
    {
        if (multiplexer is { } opened)
            return opened;
        await opening.WaitAsync(cancellationToken);
        try
        {
            return multiplexer ??= await ConnectionMultiplexer.ConnectAsync(Configure());
        }
        finally
        {
            opening.Release();
        }
    }

    private ConfigurationOptions Configure()
    {
        var configuration = ConfigurationOptions.Parse(options.Configuration);
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new LinearRetry((int)RetryInterval.TotalMilliseconds);
        configuration.ClientName ??= "recharge-monitor";
        if (!Names("asyncTimeout"))
            configuration.AsyncTimeout = (int)AnswerLimit.TotalMilliseconds;
        if (!Names("connectTimeout"))
            configuration.ConnectTimeout = (int)AnswerLimit.TotalMilliseconds;
        if (options.PasswordFile is { Length: > 0 } file)
            configuration.Password = File.ReadAllText(file).Trim();
        var authorities = new X509Certificate2Collection();
        if (options.CertificateAuthorityFile is { Length: > 0 } authorityFile)
            authorities.ImportFromPemFile(authorityFile);
        configuration.CertificateValidation += (_, certificate, presented, errors) =>
        {
            distrust = authorities.Count == 0 ? errors : Distrust(authorities, certificate, presented, errors);
            return distrust == SslPolicyErrors.None;
        };
        return configuration;
    }

    private bool Names(string setting) => options.Configuration.Contains(setting + "=", StringComparison.OrdinalIgnoreCase);

    /// <summary>Only what the named authority signed is trusted, and only for the name that was asked for.</summary>
    private static SslPolicyErrors Distrust(
        X509Certificate2Collection authorities, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server)
            return errors | SslPolicyErrors.RemoteCertificateNotAvailable;
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return errors;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var between in presented?.ChainElements.Skip(1) ?? [])
            chain.ChainPolicy.ExtraStore.Add(between.Certificate);
        return chain.Build(server) ? SslPolicyErrors.None : SslPolicyErrors.RemoteCertificateChainErrors;
    }

    // An unresolved name is shown with its address family in front.
    private static string Format(string? server) => server is null ? "" : server[(server.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
