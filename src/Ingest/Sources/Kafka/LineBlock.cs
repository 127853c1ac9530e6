using RechargeMonitor.Ingest.Sources.Reading;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>Some lines on their way from the consumer to the pump: their bytes one behind the other. One thread at a time has it.</summary>
internal sealed class LineBlock
{
    private const int DataBytes = 512 * 1024;
    private const int MaxLines = 8 * 1024;

    private readonly byte[] data = new byte[DataBytes + LineText.SampleBytes];
    private readonly BlockLine[] lines = new BlockLine[MaxLines];
    private int dataLength;

    /// <summary>How many lines it holds.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them were handed on.</summary>
    public int Taken { get; set; }

    /// <summary>Whether another line may not fit.</summary>
    public bool IsFull => dataLength >= DataBytes || Count == MaxLines;

    /// <summary>Copies a message's line behind the others, without adding it. Returns its length.</summary>
    public int Write(ReadOnlySpan<byte> message)
    {
        if (message.EndsWith((byte)'\n'))
            message = message[..^1];
        if (message.EndsWith((byte)'\r'))
            message = message[..^1];
        message = LineText.Bounded(message);
        message.CopyTo(data.AsSpan(dataLength));
        return message.Length;
    }

    /// <summary>Adds the line that was written last.</summary>
    public void Add(KafkaPartition partition, int epoch, long offset, int length)
    {
        lines[Count++] = new BlockLine(partition, epoch, offset, dataLength, length);
        dataLength += length;
    }

    /// <summary>One of the lines.</summary>
    public ref readonly BlockLine Line(int index) => ref lines[index];

    /// <summary>The bytes of a line.</summary>
    public ReadOnlySpan<byte> Bytes(in BlockLine line) => data.AsSpan(line.Start, line.Length);

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Array.Clear(lines, 0, Count);
        (Count, Taken, dataLength) = (0, 0, 0);
    }
}

/// <summary>A line in a block.</summary>
/// <param name="Partition">Where it comes from.</param>
/// <param name="Epoch">The partition's epoch when it was read: if it has moved on, the line is not wanted any more.</param>
/// <param name="Offset">The message's offset.</param>
/// <param name="Start">Where its bytes begin.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct BlockLine(KafkaPartition Partition, int Epoch, long Offset, int Start, int Length);
