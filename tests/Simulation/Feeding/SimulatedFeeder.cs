using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>
/// A process that feeds partitions: what the product's pump does around a <see cref="Feeder"/>, one step at a time.
/// </summary>
internal sealed class SimulatedFeeder
{
    private const int IntervalMs = 1_000;
    private const int LongestBackoffMs = 2_000;

    private readonly SimulatedWorld world;
    private readonly Feeder feeder;
    private readonly FeederLimits limits;
    private readonly Dictionary<string, SimulatedPartition> assigned = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = [];
    private readonly Dictionary<string, long> opened = new(StringComparer.Ordinal);
    private readonly Dictionary<(TargetId Target, string Partition), long> everSent = [];
    private SimulatedCheckpoint? checkpoint;
    private long checkpointStartedMs;
    private long intervalMs = IntervalMs;
    private int rewindsInARow;

    public SimulatedFeeder(SimulatedWorld world, SimulatedProcess process, FeederLimits limits)
    {
        (this.world, Process, this.limits) = (world, process, limits);
        feeder = new Feeder(limits.Shards, limits.EventBytes);
        world.Start(RunAsync);
    }

    public SimulatedProcess Process { get; }

    public void Assign(SimulatedPartition partition) => assigned[partition.Name] = partition;

    /// <summary>Stops feeding a partition; what a checkpoint under way has of it may still be committed.</summary>
    public void Withdraw(SimulatedPartition partition)
    {
        assigned.Remove(partition.Name);
        asked.Remove(partition.Name);
        opened.Remove(partition.Name);
        feeder.Close(partition.Name);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            foreach (var partition in assigned.Values)
            {
                if (asked.Add(partition.Name))
                    world.Start(() => OpenAsync(partition, 0));
            }

            Read();
            MoveCheckpoint();
            await world.DelayAsync(Process, 20 + world.Random.Below(200));
        }
    }

    private async Task OpenAsync(SimulatedPartition partition, long delayMs)
    {
        for (var failures = 1; ; failures++)
        {
            if (delayMs > 0)
                await world.DelayAsync(Process, delayMs);
            var books = await world.Network.CallAsync(Process, () => world.Cluster.Source(partition.Name).OpenAsync());
            if (!assigned.ContainsKey(partition.Name))
                return;
            if (books is not null)
            {
                Open(partition, books.Committed);
                return;
            }

            delayMs = Backoff(failures);
        }
    }

    private void Open(SimulatedPartition partition, long committed)
    {
        world.Trace?.Add($"{Process.Name} feeds {partition.Name} from {committed}");
        feeder.Open(partition.Name, committed);
        opened[partition.Name] = committed;

        // What is lost is known to be lost, and its loss is accepted.
        if (committed < partition.Low)
            feeder.Skip(partition.Name, partition.Low);
    }

    private void Read()
    {
        if (opened.Count == 0 || feeder.UnconfirmedBytes >= limits.MaxUnconfirmedBytes || feeder.UnconfirmedEvents >= limits.MaxUnconfirmedEvents)
            return;
        foreach (var name in opened.Keys)
        {
            var partition = assigned[name];
            foreach (var line in partition.From(feeder.Position(name), world.Timeline.NowMs).Take(1 + world.Random.Below(limits.LinesAtOnce)))
                feeder.Take(name, line.Offset, line.Next, line.Line.Bytes);
        }

        Publish(feeder.TakeFullEvents());
    }

    private void MoveCheckpoint()
    {
        if (checkpoint is { } running)
        {
            if (!running.IsOver)
                return;
            Finish(running);
        }

        if (world.Timeline.NowMs - checkpointStartedMs < intervalMs || !feeder.HasUnsealed)
            return;
        checkpointStartedMs = world.Timeline.NowMs;
        var (events, ranges) = feeder.Seal(world.WallClock);
        foreach (var range in ranges)
            world.Trace?.Add($"{Process.Name} seals {range.Partition} [{range.From}, {range.To}) of {range.Counts.Lines} lines for {range.Ends.Count} targets");
        Publish(events);
        checkpoint = new SimulatedCheckpoint(world, Process, ranges);
        world.Start(checkpoint.RunAsync);
    }

    private void Finish(SimulatedCheckpoint finished)
    {
        checkpoint = null;
        intervalMs = finished.Failures.Count == 0 && finished.TookMs * 2 > IntervalMs ? finished.TookMs * 2 : IntervalMs;
        foreach (var range in finished.Ranges.Where(range => !finished.Failures.Contains(range.Partition)))
        {
            feeder.Commit(range);
            if (opened.ContainsKey(range.Partition))
                opened[range.Partition] = range.To;
        }

        rewindsInARow = finished.Failures.Count > 0 ? rewindsInARow + 1 : 0;
        foreach (var range in finished.Ranges.Where(range => finished.Failures.Contains(range.Partition)))
            Rewind(range);
    }

    private void Rewind(SealedRange range)
    {
        if (!assigned.TryGetValue(range.Partition, out var partition) || !opened.TryGetValue(range.Partition, out var committed))
            return;
        switch (world.Variant)
        {
            case Variant.DoesNotRewind:
                feeder.Commit(range);
                break;
            case Variant.RewindsToItsOwnMemory:
                Open(partition, committed);
                break;
            case Variant.RewindsTooLittle:
                Open(partition, feeder.Position(partition.Name));
                break;
            default:
                feeder.Close(partition.Name);
                opened.Remove(partition.Name);
                world.Start(() => OpenAsync(partition, Backoff(rewindsInARow)));
                break;
        }
    }

    private void Publish(IEnumerable<OutgoingEvent> events)
    {
        foreach (var sent in events)
        {
            var payload = BrokenEvents.AtFeeder(world.Variant, sent, everSent);
            world.Trace?.Add($"{Process.Name} sends to {sent.Target}: {new EventText(sent.Target, payload)}");
            world.Network.Publish(sent.Target, payload);
        }
    }

    private static long Backoff(int failures) => Math.Min(LongestBackoffMs, 100L << Math.Min(failures - 1, 5));
}
