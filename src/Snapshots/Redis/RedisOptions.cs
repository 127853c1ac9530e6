namespace RechargeMonitor.Snapshots.Redis;

/// <summary>Where snapshots are kept for the readers of other processes.</summary>
public sealed class RedisOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Redis";

    /// <summary>
    /// Servers and settings as StackExchange.Redis reads them: <c>redis-1:6379,redis-2:6379,ssl=true,user=monitor</c>;
    /// <c>serviceName=…</c> where the servers are Sentinels. A password in it comes from the environment, never from a file of
    /// settings; better is <see cref="PasswordFile"/>.
    /// </summary>
    public string Configuration { get; set; } = "localhost:6379";

    /// <summary>A file that holds the password, such as a mounted secret.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>A file with the certificates (PEM) of the authority that signed the server's; without it the system's authorities are asked.</summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>Begins all keys. Monitors that share a server have different ones.</summary>
    public string KeyPrefix { get; set; } = "recharge";

    /// <summary>How long readers may be without an answer before they mark their figures stale.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How many keys may wait to be published while the server is away.</summary>
    public int MaxPendingKeys { get; set; } = 200_000;

    /// <summary>How many bytes of forms may wait. Beyond it all are forgotten, and published again from the database later.</summary>
    public long MaxPendingBytes { get; set; } = 256 * 1024 * 1024;
}
