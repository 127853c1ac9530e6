using System.Globalization;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>Which topic is read, and how.</summary>
public sealed class KafkaOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Kafka";

    /// <summary>Hosts and ports of some brokers, separated by commas.</summary>
    public string BootstrapServers { get; set; } = "localhost:9092";

    /// <summary>The topic: one message is one line.</summary>
    public string Topic { get; set; } = "JsonData";

    /// <summary>The consumer group among whose members the partitions are shared out.</summary>
    public string Group { get; set; } = "recharge-monitor";

    /// <summary>
    /// From which time on a partition is read that was never counted before, by the time at which its messages were written:
    /// <c>2017-04-12T00:00:00+08:00</c>; from its first message if empty. It means nothing to a partition that has books.
    /// </summary>
    public string StartAt { get; set; } = "";

    /// <summary><see cref="StartAt"/>, of valid options.</summary>
    internal DateTimeOffset? StartTime => TryParseTime(StartAt, out var time) ? time : null;

    /// <summary>Go on although messages are gone that were never read; without it a partition with a loss stands still.</summary>
    public bool AcceptLoss { get; set; }

    /// <summary>
    /// How long a log that is another one, or ends below what was counted, is looked at before it is believed: a broker that
    /// just took over may answer with what it knew before.
    /// </summary>
    public TimeSpan LossPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the topic is looked at for new partitions and for its identity.</summary>
    public TimeSpan MetadataRefresh { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a member of the group may be silent before its partitions are given to the others: what they hold stands still
    /// for as long when it is killed. 6 s is the least that brokers allow by default.
    /// </summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>How much is fetched ahead at the most, all partitions together.</summary>
    public int QueueKiB { get; set; } = 32 * 1024;

    /// <summary>Where rejected lines are sent as well, masked; nowhere if empty.</summary>
    public string DeadLetterTopic { get; set; } = "";

    /// <summary>How long the dead letter topic has to take lines before they are dropped and counted.</summary>
    public TimeSpan DeadLetterTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A file that holds the password for SASL.</summary>
    public string SaslPasswordFile { get; set; } = "";

    /// <summary>A file that holds the password of the private key for TLS.</summary>
    public string SslKeyPasswordFile { get; set; } = "";

    /// <summary>Any property of librdkafka by its name, such as <c>security.protocol</c>.</summary>
    public Dictionary<string, string> Properties { get; set; } = [];

    /// <summary>Reads a time that says its zone, so that no machine takes it for another one.</summary>
    internal static bool TryParseTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
        && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal));
}
