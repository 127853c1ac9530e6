using System.Buffers.Binary;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>What tells whether an offset still belongs to a partition of a topic.</summary>
/// <param name="TopicId">The topic's identity: one that is deleted and made again under its name has another.</param>
/// <param name="Start">Where its log began when it was first seen: nothing below was ever there to read.</param>
/// <param name="End">Where its log ended when this was made.</param>
/// <param name="CutAt">Where its log ended when it was found to end below what was counted, or <see cref="NotCut"/>.</param>
/// <param name="IsContinued">Whether its loss was accepted: what comes now is read under the partition's next name.</param>
internal readonly record struct KafkaFingerprint(UInt128 TopicId, long Start, long End, long CutAt, bool IsContinued)
{
    public const long NotCut = -1;

    private const byte Version = 1;
    private const int Size = 1 + 16 + 8 + 8 + 8 + 1;

    /// <summary>The stored form: little-endian, all fields in their order behind a version byte.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        var span = bytes.AsSpan();
        span[0] = Version;
        BinaryPrimitives.WriteUInt128LittleEndian(span[1..], TopicId);
        BinaryPrimitives.WriteInt64LittleEndian(span[17..], Start);
        BinaryPrimitives.WriteInt64LittleEndian(span[25..], End);
        BinaryPrimitives.WriteInt64LittleEndian(span[33..], CutAt);
        span[41] = IsContinued ? (byte)1 : (byte)0;
        return bytes;
    }

    /// <summary>Reads the stored form; nothing where it is no such form.</summary>
    public static KafkaFingerprint? Parse(ReadOnlySpan<byte> bytes) =>
        bytes.Length != Size || bytes[0] != Version
            ? null
            : new KafkaFingerprint(
                BinaryPrimitives.ReadUInt128LittleEndian(bytes[1..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[17..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[25..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[33..]),
                bytes[41] != 0);
}
