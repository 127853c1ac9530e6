using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>A process that feeds partitions, as the product's pump does: it moves Core's classes on, one step at a time.</summary>
internal sealed class SimulatedFeeder : IDisposable
{
    private readonly SimulatedWorld world;
    private readonly Feeder feeder;
    private readonly FeederLimits limits;
    private readonly CheckpointCycle cycle;
    private readonly SimulatedCalls calls;
    private readonly BrokenRewinds broken;
    private readonly BookRequests<(SimulatedPartition Partition, long Committed)> requests;
    private readonly Dictionary<string, SimulatedPartition> assigned = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = [];
    private readonly Dictionary<(TargetId Target, string Partition), long> everSent = [];
    private CancellationTokenSource loss = new();
    private CheckpointRound? round;
    private Task running = Task.CompletedTask;

    public SimulatedFeeder(SimulatedWorld world, SimulatedProcess process, FeederLimits limits)
    {
        (this.world, Process, this.limits) = (world, process, limits);
        feeder = new Feeder(limits.Shards, limits.EventBytes);
        cycle = new CheckpointCycle(feeder, limits.Checkpoints, process.Time);
        calls = new SimulatedCalls(world, process);
        broken = new BrokenRewinds(world.Variant);
        requests = new BookRequests<(SimulatedPartition, long)>(() => loss.Token, process.Time, CancellationToken.None);
        world.Start(RunAsync);
    }

    public SimulatedProcess Process { get; }

    public void Assign(SimulatedPartition partition) => assigned[partition.Name] = partition;

    /// <summary>Stops feeding a partition; what a checkpoint under way has of it may still be committed.</summary>
    public void Withdraw(SimulatedPartition partition)
    {
        assigned.Remove(partition.Name);
        asked.Remove(partition.Name);
        requests.Forget(partition.Name);
        feeder.Close(partition.Name);
    }

    /// <summary>A silo has gone.</summary>
    public void NoteLoss()
    {
        world.Trace?.Add($"{Process.Name} learns that a silo has gone");
        using var noted = loss;
        loss = new CancellationTokenSource();
        noted.Cancel();
    }

    public void Dispose() => loss.Dispose();

    private async Task RunAsync()
    {
        var lossToCome = loss.Token;
        while (true)
        {
            if (lossToCome.IsCancellationRequested)
            {
                await running;
                Finish();
                lossToCome = loss.Token;
                Rewind(cycle.RewindAll(assigned.Keys, CheckpointRound.SiloGone));
            }

            foreach (var partition in assigned.Values.Where(partition => asked.Add(partition.Name)))
                Ask(partition, TimeSpan.Zero);
            foreach (var (partition, committed) in requests.TakeAnswered())
                Open(partition, committed);
            Read();
            MoveCheckpoint(lossToCome);
            await world.DelayAsync(Process, 20 + world.Random.Below(200));
        }
    }

    private void Ask(SimulatedPartition partition, TimeSpan delay) => requests.Ask(
        partition.Name, delay, async () => (partition, await calls.OpenAsync(partition.Name)), _ => world.Trace?.Add($"{Process.Name} cannot open {partition.Name} yet"));

    private void Open(SimulatedPartition partition, long committed)
    {
        world.Trace?.Add($"{Process.Name} feeds {partition.Name} from {committed}");
        feeder.Open(partition.Name, committed);
        broken.Committed(partition.Name, committed);

        // What is lost is known to be lost, and its loss is accepted.
        if (committed < partition.Low)
            feeder.Skip(partition.Name, partition.Low);
    }

    private void Read()
    {
        if (cycle.IsFull)
            return;
        foreach (var partition in assigned.Values.Where(partition => feeder.IsOpen(partition.Name)))
        {
            foreach (var line in partition.From(feeder.Position(partition.Name), world.Timeline.NowMs).Take(1 + world.Random.Below(limits.LinesAtOnce)))
                feeder.Take(partition.Name, line.Offset, line.Next, line.Line.Bytes);
            broken.Read(partition.Name, feeder.Position(partition.Name));
        }

        Publish(feeder.TakeFullEvents());
    }

    private void MoveCheckpoint(CancellationToken lossToCome)
    {
        if (!running.IsCompleted)
            return;
        Finish();
        if (!cycle.IsDue)
            return;
        var (events, ranges) = cycle.Begin();
        foreach (var range in ranges)
            world.Trace?.Add($"{Process.Name} seals {range.Partition} [{range.From}, {range.To}) of {range.Counts.Lines} lines for {range.Ends.Count} targets");
        Publish(events);
        round = new CheckpointRound(ranges, new BrokenCalls(world, calls), limits.Checkpoints, Process.Time, lossToCome);
        running = round.RunAsync(CancellationToken.None);
    }

    private void Finish()
    {
        if (round is not { } finished)
            return;
        round = null;
        var outcome = cycle.End(finished);
        foreach (var range in outcome.Committed)
            broken.Committed(range.Partition, range.To);
        Rewind(outcome.Rewinds);
    }

    private void Rewind(IReadOnlyList<PartitionRewind> rewinds)
    {
        foreach (var (name, reason, delay) in rewinds)
        {
            world.Trace?.Add($"{Process.Name} starts {name} again: {reason}");
            if (broken.OffsetOf(name) is { } offset)
                Open(assigned[name], offset);
            else
                Ask(assigned[name], delay);
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
}
