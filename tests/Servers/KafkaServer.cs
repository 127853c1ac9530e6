using System.Net.Sockets;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RechargeMonitor.Servers;

/// <summary>A Kafka broker of a test, alone in its cluster or one of a <see cref="KafkaCluster"/>, or the one that the environment names.</summary>
/// <remarks>
/// <c>KAFKA_HOME</c> is a folder with Kafka's jars in <c>libs</c> or <c>lib</c>, as an Apache Kafka distribution is;
/// <c>KAFKA_BOOTSTRAP</c> is a broker that runs already and can be neither killed nor configured.
/// </remarks>
public sealed class KafkaServer : IAsyncDisposable
{
    private const string ClusterId = "CnJlY2hhcmdlLW1vbml0bw";
    private static readonly TimeSpan FormatLimit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();
    private readonly ServerProcess? process;
    private readonly int port;
    private readonly int node;
    private readonly IReadOnlyList<int> controllers = [];
    private readonly string classes = "";
    private readonly string data = "";

    private KafkaServer(string bootstrap) => Bootstrap = bootstrap;

    /// <param name="home">Where Kafka is.</param>
    /// <param name="protocol">What clients speak.</param>
    /// <param name="settings">Properties beside the usual ones.</param>
    /// <param name="node">Its number, from 1.</param>
    /// <param name="controllers">The controllers' ports of all brokers of its cluster, by their numbers.</param>
    /// <param name="isCuttable">Whether the way to it can be cut.</param>
    /// <param name="data">Where its data is to be, if not where it usually is.</param>
    internal KafkaServer(
        string home, string protocol, IReadOnlyDictionary<string, string> settings, int node, IReadOnlyList<int> controllers, bool isCuttable = false, string? data = null)
    {
        (this.node, this.controllers, this.data) = (node, controllers, data ?? folder["data"]);
        port = ServerProcess.FreePort();
        Link = isCuttable ? new TcpLink(port) : null;
        Bootstrap = $"127.0.0.1:{Link?.Port ?? port}";
        classes = Path.Combine(home, Directory.Exists(Path.Combine(home, "libs")) ? "libs" : "lib", "*");
        File.WriteAllLines(Configuration, Properties(protocol).Concat(settings.Select(setting => $"{setting.Key}={setting.Value}")));
        process = new ServerProcess("Kafka", "java", ["-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classes, "kafka.Kafka", Configuration]);
    }

    /// <summary>Why there is none here, or nothing.</summary>
    public static string? Missing =>
        Environment.GetEnvironmentVariable("KAFKA_HOME") is null && Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP") is null
            ? "neither KAFKA_HOME nor KAFKA_BOOTSTRAP is set"
            : null;

    /// <summary>Why none can be started here with settings of its own, or nothing.</summary>
    public static string? CannotStart => Environment.GetEnvironmentVariable("KAFKA_HOME") is null ? "KAFKA_HOME is not set" : null;

    /// <summary>Its host and port.</summary>
    public string Bootstrap { get; }

    /// <summary>Whether it can be killed.</summary>
    public bool IsOwn => process is not null;

    /// <summary>The process of one that can be killed.</summary>
    public ServerProcess Process => process!;

    /// <summary>The way to it that clients and other brokers take, where it is to be cuttable.</summary>
    public TcpLink? Link { get; }

    /// <summary>How much disk the messages take that it has.</summary>
    public long LogBytes => new DirectoryInfo(data).EnumerateFiles("*.log", SearchOption.AllDirectories).Sum(file => file.Length);

    private string Configuration => folder["server.properties"];

    /// <summary>Starts a broker, or takes the one that runs.</summary>
    public static async Task<KafkaServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP") is { } running)
            return new KafkaServer(running);
        return await StartOwnAsync("PLAINTEXT", new Dictionary<string, string>());
    }

    /// <summary>Starts a broker with settings of its own.</summary>
    /// <param name="protocol">What clients speak.</param>
    /// <param name="settings">Properties beside the usual ones.</param>
    public static async Task<KafkaServer> StartOwnAsync(string protocol, IReadOnlyDictionary<string, string> settings)
    {
        var server = new KafkaServer(Environment.GetEnvironmentVariable("KAFKA_HOME")!, protocol, settings, node: 1, [ServerProcess.FreePort()]);
        await server.CreateAsync();
        return server;
    }

    /// <summary>Makes its storage and starts it.</summary>
    internal async Task CreateAsync()
    {
        await Programs.RunAsync("java", ["-cp", classes, "kafka.tools.StorageTool", "format", "-t", ClusterId, "-c", Configuration], FormatLimit);
        await RestartAsync();
    }

    /// <summary>Ends it without a warning.</summary>
    public Task KillAsync() => process!.KillAsync();

    /// <summary>Starts it again on its data.</summary>
    public Task RestartAsync() => process!.StartAsync(AnswersAsync);

    /// <summary>Makes a topic and waits until it can be written to.</summary>
    public async Task CreateTopicAsync(string topic, int partitions)
    {
        using var admin = Admin();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = (short)Math.Max(1, controllers.Count) }]);
        for (var tries = 0; tries < 200; tries++)
        {
            var known = admin.GetMetadata(topic, TimeSpan.FromSeconds(5)).Topics.SingleOrDefault();
            if (known is { Error.IsError: false } && known.Partitions.Count == partitions && known.Partitions.All(partition => partition.Leader >= 0))
                return;
            await Task.Delay(20);
        }

        throw new TimeoutException($"topic {topic} has no leaders");
    }

    /// <summary>A client for everything that is neither reading nor writing.</summary>
    public IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Bootstrap }).Build();

    /// <summary>Writes messages to a partition and waits until it has them.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition's number.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="at">When they say that they were written, if not now.</param>
    public void Produce(string topic, int partition, IEnumerable<byte[]?> messages, DateTimeOffset? at = null)
    {
        using var producer = new ProducerBuilder<Null, byte[]?>(new ProducerConfig { BootstrapServers = Bootstrap, LingerMs = 5, QueueBufferingMaxMessages = 1_000_000 }).Build();
        Error? error = null;
        var written = at is { } time ? new Timestamp(time) : Timestamp.Default;
        foreach (var message in messages)
        {
            producer.Produce(new TopicPartition(topic, partition), new Message<Null, byte[]?> { Value = message, Timestamp = written }, report =>
            {
                if (report.Error.IsError)
                    error = report.Error;
            });
        }

        producer.Flush(TimeSpan.FromSeconds(60));
        if (error is not null)
            throw new KafkaException(error);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        if (Link is not null)
            await Link.DisposeAsync();
        folder.Dispose();
    }

    private IEnumerable<string> Properties(string protocol)
    {
        var voters = string.Join(',', controllers.Select((controller, index) => $"{index + 1}@127.0.0.1:{controller}"));
        var replicas = controllers.Count;
        return
        [
            "process.roles=broker,controller", $"node.id={node}", $"controller.quorum.voters={voters}",
            $"listeners={protocol}://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controllers[node - 1]}", $"advertised.listeners={protocol}://{Bootstrap}",
            $"inter.broker.listener.name={protocol}", "controller.listener.names=CONTROLLER",
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
            $"log.dirs={data}", $"offsets.topic.replication.factor={replicas}", "offsets.topic.num.partitions=1",
            $"transaction.state.log.replication.factor={replicas}", "transaction.state.log.min.isr=1", "transaction.state.log.num.partitions=1",
            $"share.coordinator.state.topic.replication.factor={replicas}", "group.initial.rebalance.delay.ms=0", "group.min.session.timeout.ms=1000",
            "auto.create.topics.enable=false",
        ];
    }

    /// <summary>An ApiVersions request (key 18, version 0) gets an answer; behind TLS, a connection is all that can be had.</summary>
    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        var stream = client.GetStream();
        stream.ReadTimeout = stream.WriteTimeout = 2000;
        await stream.WriteAsync(new byte[] { 0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 255, 255 });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        return await stream.ReadAsync(new byte[4], limit.Token) > 0;
    }
}
