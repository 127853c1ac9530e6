namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>The topic cannot be read, and trying again does not help; the message is for the operator.</summary>
public sealed class KafkaSourceException(string message, Exception? cause = null) : IOException(message, cause);
