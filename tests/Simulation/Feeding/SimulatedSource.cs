using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>
/// The partitions that a process was given, as a source: it may withdraw any of them between any two calls, and has it to
/// announce again at once. It keeps to what <see cref="ISource"/> says, and holds the feed loop to it: a call for a partition
/// that the loop knows to be withdrawn, or that does not follow from the ones before, is a fault.
/// </summary>
internal sealed class SimulatedSource(SimulatedWorld world, string process, int linesAtOnce) : ISource
{
    private readonly Dictionary<string, Reading> given = new(StringComparer.Ordinal);
    private List<string> withdrawn = [];
    private List<string> toldLate = [];

    public void Give(SimulatedPartition partition) => given.TryAdd(partition.Name, new Reading(partition));

    public void Take(string partition)
    {
        if (given.Remove(partition, out var reading) && reading.Phase != Phase.Given && !withdrawn.Contains(partition))
            withdrawn.Add(partition);
    }

    public void Restore(IReadOnlyList<KnownPartition> known) => throw new NotSupportedException("a simulated process starts without knowing anything");

    public IReadOnlyList<PartitionDescriptor> Discover()
    {
        MayWithdraw();
        var found = given.Values.Where(reading => reading.Phase == Phase.Given && !withdrawn.Contains(reading.Name)).ToArray();
        foreach (var reading in found)
            reading.Phase = Phase.Announced;
        return [.. found.Select(reading => new PartitionDescriptor(reading.Name, reading.Name, process, []))];
    }

    public IReadOnlyList<string> Withdrawn()
    {
        MayWithdraw();
        var taken = withdrawn;
        withdrawn = [];
        if (world.Breaks(Variant.AnnouncesBeforeItWithdraws))
            (taken, toldLate) = (toldLate, taken);
        return taken;
    }

    public PartitionStart Open(KnownPartition books) => Start(books, Phase.Announced);

    public PartitionStart Rewind(KnownPartition books) => Start(books, Phase.Held);

    public void Hold(string partition)
    {
        if (Known(partition, Phase.Open) is { } reading)
            reading.Phase = Phase.Held;
    }

    public int Poll(ILineSink sink, int maxBytes)
    {
        MayWithdraw();
        var count = 0;
        foreach (var reading in given.Values.Where(IsRead))
        {
            foreach (var line in reading.Partition.From(reading.Position, world.Timeline.NowMs).Take(1 + world.Random.Below(linesAtOnce)))
            {
                sink.Take(reading.Name, line.Offset, line.Next, line.Line.Bytes);
                reading.Position = line.Next;
                count++;
            }
        }

        return count;
    }

    public byte[] FingerprintAt(string partition, long offset)
    {
        Known(partition, Phase.Open);
        return [];
    }

    public void Committed(string partition, long offset)
    {
        if (Known(partition, Phase.Open) is not { } reading)
            return;
        if (offset < reading.Committed || offset > reading.Position)
            world.Fail($"{process} tells of a commit of {partition} to {offset}, which was opened at {reading.Committed} and read to {reading.Position}");
        reading.Committed = offset;
    }

    /// <summary>The books of a partition are asked for: whoever asks must be about to open it.</summary>
    public void Asked(string partition) => Known(partition, Phase.Announced, Phase.Held);

    /// <summary>How far a partition was read and committed, as far as a process remembers it itself; nothing before it was opened.</summary>
    public (long Position, long Committed)? Memory(string partition) =>
        given.TryGetValue(partition, out var reading) && reading.Phase is Phase.Open or Phase.Held ? (reading.Position, reading.Committed) : null;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private PartitionStart Start(KnownPartition books, Phase before)
    {
        MayWithdraw();
        if (Known(books.Descriptor.Partition, before) is not { } reading)
            return PartitionStart.At(books);
        world.Trace?.Add($"{process} feeds {reading.Name} from {books.Committed}");

        // What is lost is known to be lost, and its loss is accepted.
        var position = Math.Max(books.Committed, reading.Partition.Low);
        (reading.Phase, reading.Committed, reading.Position) = (Phase.Open, books.Committed, position);
        return new PartitionStart(position, IsCommitted: position == books.Committed);
    }

    /// <summary>A partition that is in a phase in which a call for it makes sense; nothing if the loop does not know yet that it was withdrawn.</summary>
    private Reading? Known(string partition, params ReadOnlySpan<Phase> phases)
    {
        given.TryGetValue(partition, out var reading);
        if (withdrawn.Contains(partition))
            return world.Breaks(Variant.OpensWithdrawnPartitions) ? reading : null;
        if (reading is null || !phases.Contains(reading.Phase))
            world.Fail($"{process} makes a call for {partition} that is only made for one that is {string.Join(" or ", phases.ToArray())}: it is {reading?.Phase.ToString() ?? "not there"}");
        return reading;
    }

    private bool IsRead(Reading reading) => reading.Phase == Phase.Open || (reading.Phase == Phase.Held && world.Breaks(Variant.ReadsHeldPartitions));

    private void MayWithdraw()
    {
        if (given.Count == 0 || !world.Happens(world.Faults.Withdrawal))
            return;
        var partition = given.Values.ElementAt(world.Random.Below(given.Count)).Partition;
        world.Trace?.Add($"{process} is to give {partition.Name} back, and gets it again");
        Take(partition.Name);
        Give(partition);
    }

    private enum Phase
    {
        Given,
        Announced,
        Open,
        Held,
    }

    private sealed class Reading(SimulatedPartition partition)
    {
        public SimulatedPartition Partition { get; } = partition;

        public string Name => Partition.Name;

        public Phase Phase { get; set; }

        public long Committed { get; set; }

        public long Position { get; set; }
    }
}
