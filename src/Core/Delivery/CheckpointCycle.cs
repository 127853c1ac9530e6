namespace RechargeMonitor.Core.Delivery;

/// <summary>A partition that is to be started again from its committed offset.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Reason">Why.</param>
/// <param name="Delay">How long to wait before its books are asked.</param>
public sealed record PartitionRewind(string Partition, string Reason, TimeSpan Delay);

/// <summary>What came of a checkpoint.</summary>
/// <param name="Took">How long it took, from its seal on.</param>
/// <param name="Committed">The ranges that are durable, with everything that they sent.</param>
/// <param name="Taken">Those of them whose partitions were not withdrawn meanwhile, and perhaps announced again.</param>
/// <param name="Rewinds">The partitions that are fed no longer, until their books have said where to start again.</param>
public sealed record CheckpointOutcome(TimeSpan Took, IReadOnlyList<SealedRange> Committed, IReadOnlyList<SealedRange> Taken, IReadOnlyList<PartitionRewind> Rewinds);

/// <summary>
/// When a feeder's checkpoints begin, and what follows from their ends: what is durable is committed, whatever failed is
/// started again from its books. One checkpoint runs at a time; one thread at a time calls it.
/// </summary>
/// <param name="feeder">The feeder.</param>
/// <param name="limits">Its bounds.</param>
/// <param name="time">The clock.</param>
public sealed class CheckpointCycle(Feeder feeder, CheckpointLimits limits, TimeProvider time)
{
    private long started = time.GetTimestamp();

    // The first one waits for nothing, so that there are figures as soon as there are lines.
    private TimeSpan interval = TimeSpan.Zero;
    private int rewindsInARow;

    /// <summary>Whether no more may be read until something is committed.</summary>
    public bool IsFull => feeder.UnconfirmedBytes >= limits.MaxUnconfirmedBytes || feeder.UnconfirmedEvents >= limits.MaxUnconfirmedEvents;

    /// <summary>How long it is until the next checkpoint is due.</summary>
    public TimeSpan UntilDue => interval - time.GetElapsedTime(started);

    /// <summary>Whether the next checkpoint is to begin: at half of what may be unconfirmed at once, so that reading goes on while it runs.</summary>
    public bool IsDue => (UntilDue <= TimeSpan.Zero || IsHalfFull) && feeder.HasUnsealed;

    private bool IsHalfFull => feeder.UnconfirmedBytes >= limits.MaxUnconfirmedBytes / 2 || feeder.UnconfirmedEvents >= limits.MaxUnconfirmedEvents / 2;

    /// <summary>Begins a checkpoint: gives the events to publish, and then the ranges to have confirmed by a <see cref="CheckpointRound"/>.</summary>
    public (IReadOnlyList<OutgoingEvent> Events, IReadOnlyList<SealedRange> Ranges) Begin()
    {
        started = time.GetTimestamp();
        return feeder.Seal(time.GetUtcNow());
    }

    /// <summary>Draws the conclusions from a checkpoint that has run.</summary>
    public CheckpointOutcome End(CheckpointRound round)
    {
        // Where thousands of minutes are touched at once, confirming takes at most half of the time. What a failure took says
        // nothing of that, nor does the first checkpoint behind it, for which targets had to be loaded again: when it is over,
        // figures must not stand still for twice as long.
        var took = time.GetElapsedTime(started);
        interval = round.Failures.Count == 0 && rewindsInARow == 0 && took * 2 > limits.Interval ? took * 2 : limits.Interval;
        SealedRange[] committed = [.. round.Ranges.Where(range => !round.Failures.ContainsKey(range.Partition))];
        SealedRange[] taken = [.. committed.Where(feeder.Commit)];
        if (round.Failures.Count == 0)
            rewindsInARow = 0;
        return new CheckpointOutcome(took, committed, taken, round.Failures.Count == 0 ? [] : Rewind(round.Failures));
    }

    /// <summary>Stops feeding every partition, because what was on its way may be lost and nobody says what that was.</summary>
    public IReadOnlyList<PartitionRewind> RewindAll(string reason) =>
        Rewind(feeder.Partitions.Select(partition => KeyValuePair.Create(partition, reason)));

    /// <summary>One that was withdrawn meanwhile is not this process's to start again.</summary>
    private PartitionRewind[] Rewind(IEnumerable<KeyValuePair<string, string>> reasons)
    {
        var delay = Backoff.After(++rewindsInARow);
        PartitionRewind[] rewinds = [.. reasons.Where(pair => feeder.IsOpen(pair.Key)).Select(pair => new PartitionRewind(pair.Key, pair.Value, delay))];
        foreach (var rewind in rewinds)
            feeder.Close(rewind.Partition);
        return rewinds;
    }
}
