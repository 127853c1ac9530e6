using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>A process that feeds partitions: it holds a <see cref="FeedLoop"/>, as the product's pump does, and takes its steps.</summary>
internal sealed class SimulatedFeeder : IFeedShell, IDisposable
{
    private readonly SimulatedWorld world;
    private readonly SimulatedSource source;
    private readonly SimulatedCalls calls;
    private readonly BrokenBooks books;
    private readonly FeedLoop loop;
    private readonly Dictionary<(TargetId Target, string Partition), long> everSent = [];
    private CancellationTokenSource loss = new();

    public SimulatedFeeder(SimulatedWorld world, SimulatedProcess process, FeederLimits limits)
    {
        (this.world, Process) = (world, process);
        source = new SimulatedSource(world, process.Name, limits.LinesAtOnce);
        calls = new SimulatedCalls(world, process);
        books = new BrokenBooks(world, process, source, calls);
        var feeder = new Feeder(limits.Shards, limits.EventBytes);
        loop = new FeedLoop(source, this, feeder, limits.Checkpoints, DeliveryLimits.MinPollBytes, process.Time, CancellationToken.None);
        world.Start(RunAsync);
    }

    public SimulatedProcess Process { get; }

    public CancellationToken NextLoss => loss.Token;

    public void Assign(SimulatedPartition partition) => source.Give(partition);

    /// <summary>Stops feeding a partition; what a checkpoint under way has of it may still be committed.</summary>
    public void Withdraw(SimulatedPartition partition) => source.Take(partition.Name);

    /// <summary>A silo has gone.</summary>
    public void NoteLoss()
    {
        world.Trace?.Add($"{Process.Name} learns that a silo has gone");
        using var noted = loss;
        loss = new CancellationTokenSource();
        noted.Cancel();
    }

    public void Dispose() => loss.Dispose();

    public Task<KnownPartition> OpenAsync(PartitionDescriptor partition) => books.OpenAsync(partition);

    public Task<IReadOnlyCollection<TargetId>> PublishAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken loss)
    {
        foreach (var sent in events)
        {
            var payload = BrokenEvents.AtFeeder(world.Variant, sent, everSent);
            world.Trace?.Add($"{Process.Name} sends to {sent.Target}: {new EventText(sent.Target, payload)}");
            world.Network.Publish(sent.Target, payload);
        }

        return Task.FromResult<IReadOnlyCollection<TargetId>>([]);
    }

    public ICheckpointCalls BeginCheckpoint(IReadOnlyDictionary<string, PartitionDescriptor> partitions) => new BrokenCalls(world, calls);

    public Task RunAsync(CheckpointRound round, CancellationToken stop)
    {
        foreach (var range in round.Ranges)
            world.Trace?.Add($"{Process.Name} sealed {range.Partition} [{range.From}, {range.To}) of {range.Counts.Lines} lines for {range.Ends.Count} targets");
        return round.RunAsync(stop);
    }

    public void EndCheckpoint(CheckpointRound round, CheckpointOutcome outcome)
    {
        foreach (var range in outcome.Committed.Where(_ => world.Breaks(Variant.TellsCommitsOfFormerLives)))
            source.Committed(range.Partition, range.To);
    }

    public void Rewind(PartitionDescriptor partition, string reason) => world.Trace?.Add($"{Process.Name} starts {partition.Partition} again: {reason}");

    public void CannotOpen(PartitionDescriptor partition, Exception exception) => world.Trace?.Add($"{Process.Name} cannot open {partition.Partition} yet");

    private async Task RunAsync()
    {
        while (true)
        {
            await loop.StepAsync(discovers: world.Random.Chance(2));
            await world.DelayAsync(Process, 20 + world.Random.Below(200));
        }
    }
}
