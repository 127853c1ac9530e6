using System.Collections.Concurrent;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Grains.Tests.Support;

/// <summary>A source whose partitions are byte arrays. Several of them over one content are two feeders of one partition.</summary>
internal sealed class MemorySource(params (string Partition, byte[] Content)[] contents) : ISource
{
    private readonly Dictionary<string, long> positions = [];
    private readonly HashSet<string> announced = [];

    /// <summary>How many bytes a poll hands over at the most: small ones make many batches.</summary>
    public int PollBytes { get; init; } = int.MaxValue;

    /// <summary>How many bytes beyond what is committed are handed over at the most: few make many checkpoints.</summary>
    public int AheadBytes { get; init; } = int.MaxValue;

    /// <summary>Beyond this offset nothing is handed over.</summary>
    public long End { get; init; } = long.MaxValue;

    /// <summary>Called once in each round of the pump.</summary>
    public Action? Round { get; init; }

    /// <summary>The offset up to which everything is committed, by partition.</summary>
    public ConcurrentDictionary<string, long> CommittedOffsets { get; } = [];

    public bool IsDone => contents.All(content => CommittedOffsets.GetValueOrDefault(content.Partition) == content.Content.Length);

    public void Restore(IReadOnlyList<KnownPartition> known)
    {
    }

    public IReadOnlyList<PartitionDescriptor> Discover() =>
        [.. contents.Where(content => announced.Add(content.Partition)).Select(content => new PartitionDescriptor(content.Partition, content.Partition, "memory", []))];

    public IReadOnlyList<string> Withdrawn()
    {
        Round?.Invoke();
        return [];
    }

    public PartitionStart Open(KnownPartition books)
    {
        positions[books.Descriptor.Partition] = books.Committed;
        Committed(books.Descriptor.Partition, books.Committed);
        return PartitionStart.At(books);
    }

    public void Hold(string partition) => positions.Remove(partition);

    public PartitionStart Rewind(KnownPartition books) => Open(books);

    public int Poll(ILineSink sink, int maxBytes)
    {
        var total = 0;
        foreach (var (partition, content) in contents.Where(content => positions.ContainsKey(content.Partition)))
        {
            var offset = positions[partition];
            var end = Math.Min(Math.Min(content.Length, End), CommittedOffsets.GetValueOrDefault(partition) + AheadBytes);
            var length = (int)Math.Max(0, Math.Min(Math.Min(maxBytes, PollBytes), end - offset));
            var splitter = new LineSplitter(content.AsSpan((int)offset, length));
            var start = offset;
            while (splitter.TryNext(out var line))
            {
                sink.Take(partition, start, offset + splitter.Consumed, line);
                start = offset + splitter.Consumed;
            }

            positions[partition] = start;
            total += (int)(start - offset);
        }

        return total;
    }

    public byte[] FingerprintAt(string partition, long offset) => [];

    public void Committed(string partition, long offset) => CommittedOffsets[partition] = offset;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
