namespace RechargeMonitor.Servers;

/// <summary>Some Kafka brokers of a test, each with everything that the others have.</summary>
public sealed class KafkaCluster : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        // Kafka's default of 9 s leaves the partitions of a dead broker without a leader for as long.
        ["broker.session.timeout.ms"] = "3000",
        ["broker.heartbeat.interval.ms"] = "500",

        // However long it is written to, a partition takes 56 MiB. No test has 90,000 lines of one unread.
        ["log.segment.bytes"] = "8388608",
        ["log.retention.bytes"] = "50331648",
        ["log.retention.check.interval.ms"] = "5000",
        ["log.segment.delete.delay.ms"] = "1000",
    };

    private KafkaCluster(IReadOnlyList<KafkaServer> brokers) => Brokers = brokers;

    /// <summary>The brokers.</summary>
    public IReadOnlyList<KafkaServer> Brokers { get; }

    /// <summary>Hosts and ports of all of them.</summary>
    public string Bootstrap => string.Join(',', Brokers.Select(broker => broker.Bootstrap));

    /// <summary>Starts them; <see cref="KafkaServer.CannotStart"/> says why that cannot be.</summary>
    /// <param name="brokers">How many.</param>
    /// <param name="isCuttable">Whether the ways to them can be cut.</param>
    /// <param name="folders">A folder for the data of each, where they are to have others than usual.</param>
    public static async Task<KafkaCluster> StartAsync(int brokers, bool isCuttable = false, IReadOnlyList<string>? folders = null)
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME")!;
        var controllers = Enumerable.Range(0, brokers).Select(_ => ServerProcess.FreePort()).ToArray();
        var cluster = new KafkaCluster([.. controllers.Select((_, index) => new KafkaServer(home, "PLAINTEXT", Settings, index + 1, controllers, isCuttable, folders?[index]))]);
        try
        {
            await Task.WhenAll(cluster.Brokers.Select(broker => broker.CreateAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var broker in Brokers)
            await broker.DisposeAsync();
    }
}
