namespace RechargeMonitor.Servers;

/// <summary>Some Kafka brokers of a test, each with everything that the others have.</summary>
public sealed class KafkaCluster : IAsyncDisposable
{
    // Kafka's default of 9 s leaves the partitions of a dead broker without a leader for as long.
    private static readonly Dictionary<string, string> QuickElections = new()
    {
        ["broker.session.timeout.ms"] = "3000",
        ["broker.heartbeat.interval.ms"] = "500",
    };

    private KafkaCluster(IReadOnlyList<KafkaServer> brokers) => Brokers = brokers;

    /// <summary>The brokers.</summary>
    public IReadOnlyList<KafkaServer> Brokers { get; }

    /// <summary>Hosts and ports of all of them.</summary>
    public string Bootstrap => string.Join(',', Brokers.Select(broker => broker.Bootstrap));

    /// <summary>Starts them; <see cref="KafkaServer.CannotStart"/> says why that cannot be.</summary>
    public static async Task<KafkaCluster> StartAsync(int brokers)
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME")!;
        var controllers = Enumerable.Range(0, brokers).Select(_ => ServerProcess.FreePort()).ToArray();
        var cluster = new KafkaCluster([.. controllers.Select((_, index) => new KafkaServer(home, "PLAINTEXT", QuickElections, index + 1, controllers))]);
        try
        {
            await Task.WhenAll(cluster.Brokers.Select(broker => broker.RestartAsync()));
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
