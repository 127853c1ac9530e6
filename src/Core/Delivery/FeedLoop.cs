namespace RechargeMonitor.Core.Delivery;

/// <summary>What a step has read.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Bytes">Their bytes; 0 when nothing was there, or nothing more may be unconfirmed.</param>
public readonly record struct FeedStep(int Lines, int Bytes);

/// <summary>
/// The order in which a process feeds the lines of a source: partitions are withdrawn and announced, opened where their books
/// are, read, and what was read is confirmed and committed when its <see cref="CheckpointCycle"/> says so, while reading goes
/// on. What that gives up, or may have been lost with a silo, is started again from its books. It does one step at a time and
/// waits for nothing but events that are published: when the next step is due is for whoever calls it.
/// </summary>
public sealed class FeedLoop : ILineSink
{
    private readonly ISource source;
    private readonly IFeedShell shell;
    private readonly Feeder feeder;
    private readonly CheckpointLimits limits;
    private readonly int pollBytes;
    private readonly TimeProvider time;
    private readonly PartitionLives partitions;
    private readonly CheckpointCycle cycle;
    private readonly HashSet<TargetId> unsent = [];
    private CheckpointRound? round;
    private Task running = Task.CompletedTask;
    private CancellationToken loss;
    private int linesOfPoll;

    /// <param name="source">Where lines come from. Its known partitions are restored.</param>
    /// <param name="shell">The process.</param>
    /// <param name="feeder">What is read is given to it, and to nobody else.</param>
    /// <param name="limits">The bounds of checkpoints.</param>
    /// <param name="pollBytes">How much is read before what is full is published.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">When it is cancelled, no books are asked for any more.</param>
    public FeedLoop(ISource source, IFeedShell shell, Feeder feeder, CheckpointLimits limits, int pollBytes, TimeProvider time, CancellationToken stop)
    {
        (this.source, this.shell, this.feeder, this.limits, this.pollBytes, this.time) = (source, shell, feeder, limits, pollBytes, time);
        partitions = new PartitionLives(shell, time, stop);
        cycle = new CheckpointCycle(feeder, limits, time);
        loss = shell.NextLoss;
    }

    /// <summary>Whether no more may be read until something is committed.</summary>
    public bool IsFull => cycle.IsFull;

    /// <summary>How long it is until a step has a checkpoint to begin; nothing while one runs, or there is nothing to confirm.</summary>
    public TimeSpan? UntilDue => running.IsCompleted && feeder.HasUnsealed ? cycle.UntilDue : null;

    /// <summary>What a step would go on with when it ends: the checkpoint that runs, the books that are asked for.</summary>
    public IEnumerable<Task> UnderWay
    {
        get
        {
            if (!running.IsCompleted)
                yield return running;
            if (partitions.NextAnswer is { } answer)
                yield return answer;
        }
    }

    /// <summary>Does what is to be done now.</summary>
    /// <param name="discovers">Whether the source is asked for new partitions.</param>
    public async Task<FeedStep> StepAsync(bool discovers)
    {
        Withdraw();
        await FollowLossAsync();
        if (discovers)
        {
            foreach (var partition in source.Discover())
                partitions.Announce(partition);
        }

        foreach (var (books, isRewind) in partitions.TakeAnswered())
            Start(books, isRewind);
        var step = await ReadAsync();
        if (running.IsCompleted)
        {
            await FinishCheckpointAsync();
            if (cycle.IsDue)
                await StartCheckpointAsync(CancellationToken.None);
        }

        return step;
    }

    /// <summary>Has what was read confirmed and committed. No step follows.</summary>
    /// <param name="patience">How long it may take.</param>
    /// <exception cref="OperationCanceledException">It took longer.</exception>
    public async Task StopAsync(CancellationToken patience)
    {
        await running.WaitAsync(patience);
        await FinishCheckpointAsync();
        if (!feeder.HasUnsealed)
            return;
        await StartCheckpointAsync(patience);
        await running.WaitAsync(patience);
        await FinishCheckpointAsync();
    }

    /// <inheritdoc/>
    void ILineSink.Take(string partition, long offset, long next, ReadOnlySpan<byte> line)
    {
        feeder.Take(partition, offset, next, line);
        linesOfPoll++;
    }

    /// <summary>What a checkpoint under way has of them may still be committed: it is durable, whoever goes on from there.</summary>
    private void Withdraw()
    {
        foreach (var partition in source.Withdrawn())
        {
            partitions.Withdraw(partition);
            feeder.Close(partition);
        }
    }

    /// <summary>What was on its way to a silo that has gone is lost, and nobody says what that was: all is read again.</summary>
    private async Task FollowLossAsync()
    {
        if (!loss.IsCancellationRequested)
            return;
        await FinishCheckpointAsync();
        loss = shell.NextLoss;
        Rewind(cycle.RewindAll(CheckpointRound.SiloGone));
    }

    private void Start(KnownPartition books, bool isRewind)
    {
        var start = isRewind ? source.Rewind(books) : source.Open(books);
        feeder.Open(books.Descriptor.Partition, books.Committed);
        if (!start.IsCommitted)
            feeder.Skip(books.Descriptor.Partition, start.Offset);
    }

    private async Task<FeedStep> ReadAsync()
    {
        if (cycle.IsFull)
            return default;

        // Every line of a poll may touch targets of its own: near the bound, less is read at once.
        var mayTouch = limits.MaxUnconfirmedEvents - feeder.UnconfirmedEvents;
        linesOfPoll = 0;
        var bytes = source.Poll(this, Math.Min(pollBytes, Math.Max(DeliveryLimits.MinPollBytes, mayTouch * DeliveryLimits.MinBytesPerTarget)));
        await PublishAsync(feeder.TakeFullEvents());
        return new FeedStep(linesOfPoll, bytes);
    }

    private async Task PublishAsync(IReadOnlyList<OutgoingEvent> events)
    {
        if (events.Count > 0)
            unsent.UnionWith(await shell.PublishAsync(events, loss));
    }

    private async Task StartCheckpointAsync(CancellationToken stop)
    {
        var (events, ranges) = cycle.Begin();
        var calls = shell.BeginCheckpoint(ranges.ToDictionary(range => range.Partition, Describe, StringComparer.Ordinal));
        await PublishAsync(events);
        round = new CheckpointRound(ranges, calls, limits, time, loss) { Unsent = unsent.ToHashSet() };
        unsent.Clear();
        running = shell.RunAsync(round, stop);
    }

    private PartitionDescriptor Describe(SealedRange range) =>
        partitions[range.Partition] with { Fingerprint = source.FingerprintAt(range.Partition, range.To) };

    private async Task FinishCheckpointAsync()
    {
        if (round is not { } finished)
            return;
        await running;
        round = null;
        var outcome = cycle.End(finished);
        foreach (var range in outcome.Taken)
            source.Committed(range.Partition, range.To);
        shell.EndCheckpoint(finished, outcome);
        Rewind(outcome.Rewinds);
    }

    private void Rewind(IReadOnlyList<PartitionRewind> rewinds)
    {
        foreach (var (partition, reason, delay) in rewinds)
        {
            shell.Rewind(partitions[partition], reason);
            source.Hold(partition);
            partitions.Rewind(partition, delay);
        }
    }
}
