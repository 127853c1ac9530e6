using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>What an operator is told of a topic.</summary>
internal static partial class KafkaEvents
{
    [LoggerMessage(3200, LogLevel.Error, "{Loss}")]
    public static partial void Lost(this ILogger logger, string loss);

    [LoggerMessage(3201, LogLevel.Warning, "{Partition} goes on without at least {Messages} messages that are lost, as was asked for: it is read from offset {Offset} on")]
    public static partial void LossAccepted(this ILogger logger, string partition, long messages, long offset);

    [LoggerMessage(3202, LogLevel.Information, "{Partition} is read for the first time; its log begins at offset {Offset}, what was before had expired")]
    public static partial void BeginsLater(this ILogger logger, string partition, long offset);

    [LoggerMessage(3203, LogLevel.Warning, "Kafka at {Servers}: {Reason}. Trying again")]
    public static partial void BrokerFault(this ILogger logger, string servers, string reason);

    [LoggerMessage(3204, LogLevel.Information, "Kafka at {Servers} answers again")]
    public static partial void BrokerAnswers(this ILogger logger, string servers);

    [LoggerMessage(3210, LogLevel.Information, "{Partition} is read for the first time, from offset {Offset} on, which was written at {Time} or later; what was before is not counted")]
    public static partial void BeginsAtTime(this ILogger logger, string partition, long offset, string time);

    [LoggerMessage(3205, LogLevel.Information, "This process reads partitions {Assigned} of {Topic}")]
    public static partial void Assigned(this ILogger logger, string assigned, string topic);

    [LoggerMessage(3206, LogLevel.Information, "This process no longer reads partitions {Revoked} of {Topic}")]
    public static partial void Revoked(this ILogger logger, string revoked, string topic);

    [LoggerMessage(3207, LogLevel.Warning, "{Lines} rejected lines of {Source} did not reach the dead letter topic {Topic} and are dropped there: {Reason}")]
    public static partial void DeadLettersDropped(this ILogger logger, int lines, string source, string topic, string reason);

    [LoggerMessage(3208, LogLevel.Debug, "librdkafka: {Facility}: {Message}")]
    public static partial void Chatter(this ILogger logger, string facility, string message);

    [LoggerMessage(3209, LogLevel.Warning, "{Partition} cannot be read from offset {Offset} yet: {Reason}")]
    public static partial void SeekFailed(this ILogger logger, string partition, long offset, string reason);
}
