using System.Globalization;
using Confluent.Kafka;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>Makes librdkafka's properties from the options.</summary>
internal static class KafkaSettings
{
    /// <summary>What exactness rests on, or what has an option of its own, and what to do instead.</summary>
    private static readonly Dictionary<string, string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bootstrap.servers"] = $"use {KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}",
        ["metadata.broker.list"] = $"use {KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}",
        ["group.id"] = $"use {KafkaOptions.Section}:{nameof(KafkaOptions.Group)}",
        ["topic.metadata.refresh.interval.ms"] = $"use {KafkaOptions.Section}:{nameof(KafkaOptions.MetadataRefresh)}",
        ["session.timeout.ms"] = $"use {KafkaOptions.Section}:{nameof(KafkaOptions.SessionTimeout)}",
        ["queued.max.messages.kbytes"] = $"use {KafkaOptions.Section}:{nameof(KafkaOptions.QueueKiB)}",
        ["sasl.password"] = $"put it into a file and name that in {KafkaOptions.Section}:{nameof(KafkaOptions.SaslPasswordFile)}",
        ["ssl.key.password"] = $"put it into a file and name that in {KafkaOptions.Section}:{nameof(KafkaOptions.SslKeyPasswordFile)}",
        ["enable.auto.commit"] = "offsets are kept with the figures",
        ["enable.auto.offset.store"] = "offsets are kept with the figures",
        ["auto.offset.reset"] = "a partition without its messages is an error, not a reason to start elsewhere",
        ["partition.assignment.strategy"] = "it is cooperative-sticky",
        ["group.protocol"] = "it is classic",
        ["enable.partition.eof"] = "it is not needed",
    };

    public static bool IsReserved(string property) => Reserved.ContainsKey(property);

    public static string InsteadOf(string property) => Reserved[property];

    /// <summary>The properties of the consumer.</summary>
    public static Dictionary<string, string> OfConsumer(KafkaOptions options)
    {
        var properties = new Dictionary<string, string>
        {
            // Fetching goes on while a good part of the queue is still full, and soon after it was full.
            ["queued.min.messages"] = "200000",
            ["fetch.queue.backoff.ms"] = "20",
            ["fetch.wait.max.ms"] = "200",
            ["fetch.max.bytes"] = Number(Math.Min(16, options.QueueKiB / 1024) * 1024 * 1024),
            ["max.partition.fetch.bytes"] = Number(1024 * 1024),

            // Members learn from their heartbeats that partitions are shared out anew, which takes two rounds: every interval
            // is one that the partitions of a dead member stand still for longer.
            ["heartbeat.interval.ms"] = Number((long)(options.SessionTimeout / 12).TotalMilliseconds),
        };
        Overlay(properties, options);
        properties["group.id"] = options.Group;
        properties["session.timeout.ms"] = Milliseconds(options.SessionTimeout);
        properties["topic.metadata.refresh.interval.ms"] = Milliseconds(options.MetadataRefresh);
        properties["queued.max.messages.kbytes"] = Number(options.QueueKiB);
        properties["partition.assignment.strategy"] = "cooperative-sticky";
        properties["auto.offset.reset"] = "error";
        properties["enable.auto.offset.store"] = "false";
        properties["enable.auto.commit"] = "true";
        properties.TryAdd("auto.commit.interval.ms", "1000");

        // Nothing but the value is read: headers, timestamps and the topic's name would cost an allocation a message.
        properties["dotnet.consumer.consume.result.fields"] = "none";
        return properties;
    }

    /// <summary>The properties of the producer of dead letters.</summary>
    public static Dictionary<string, string> OfProducer(KafkaOptions options)
    {
        var properties = new Dictionary<string, string> { ["linger.ms"] = "5", ["enable.idempotence"] = "true" };
        Overlay(properties, options);
        properties["message.timeout.ms"] = Milliseconds(options.DeadLetterTimeout);
        return properties;
    }

    /// <summary>Builds a client, and says what is wrong with the options if it cannot be.</summary>
    /// <exception cref="KafkaSourceException">A property is unknown, or its value is none of its values.</exception>
    public static TClient Build<TClient>(Func<TClient> build)
    {
        try
        {
            return build();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new KafkaSourceException($"{KafkaOptions.Section}:Properties are refused by librdkafka: {exception.Message}", exception);
        }
    }

    private static void Overlay(Dictionary<string, string> properties, KafkaOptions options)
    {
        properties["client.id"] = "recharge-monitor";

        // What it logs comes to the operator as errors; the rest is chatter.
        properties["log_level"] = "4";
        properties["socket.keepalive.enable"] = "true";
        properties["reconnect.backoff.max.ms"] = "2000";
        foreach (var (property, value) in options.Properties)
            properties[property] = value;
        properties["bootstrap.servers"] = options.BootstrapServers;
        if (options.SaslPasswordFile.Length > 0)
            properties["sasl.password"] = Secret(options.SaslPasswordFile);
        if (options.SslKeyPasswordFile.Length > 0)
            properties["ssl.key.password"] = Secret(options.SslKeyPasswordFile);
    }

    private static string Secret(string path) => File.ReadAllText(path).TrimEnd('\r', '\n');

    private static string Milliseconds(TimeSpan time) => Number((long)time.TotalMilliseconds);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
