using Confluent.Kafka;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>
/// Takes a message's value out of librdkafka's memory straight into the block that is being filled, so that no message
/// needs an array of its own. What it "deserializes" to is the length of the line.
/// </summary>
internal sealed class MessageReader : IDeserializer<int>
{
    /// <summary>The block that is being filled.</summary>
    public LineBlock? Block { get; set; }

    /// <inheritdoc/>
    public int Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => Block?.Write(data) ?? 0;
}
