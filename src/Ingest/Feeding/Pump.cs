using System.Diagnostics;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>
/// Moves the lines of one source into the grains: holds a <see cref="FeedLoop"/>, calls grains for it, waits until there is
/// something to do, and tells of it in the log, metrics and traces.
/// </summary>
/// <param name="source">Where lines come from.</param>
/// <param name="client">The way to the grains.</param>
/// <param name="options">How to feed.</param>
/// <param name="shards">In how many parts national and minute figures are kept; the database's number.</param>
/// <param name="state">Where progress is noted.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="deadLetters">Where rejected lines are sent as well, if anywhere.</param>
/// <param name="cluster">Tells when silos come and go; nothing where the only one is in this process.</param>
public sealed partial class Pump(
    ISource source,
    IClusterClient client,
    FeedingOptions options,
    int shards,
    FeedingState state,
    TimeProvider time,
    ILogger<Pump> logger,
    IDeadLetters? deadLetters = null,
    SiloChanges? cluster = null) : IFeedShell
{
    // Each poll wakes threads, which is most of what a monitor costs when nothing happens: a source that had nothing for so
    // long is asked less often. Files are not looked at more often then anyway.
    private static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QuietPollInterval = TimeSpan.FromSeconds(1);

    private readonly DeliveryRoute route = new(options, time);
    private readonly SiloChanges silos = cluster ?? new SiloChanges();
    private readonly HashSet<string> toldRewound = new(StringComparer.Ordinal);

    private EventPublisher publisher = null!;
    private Activity? checkpointActivity;
    private long lastRead;
    private int silosChanged;

    /// <summary>Runs until it is told to stop, then makes a last checkpoint.</summary>
    /// <param name="known">What was committed before.</param>
    /// <param name="stop">Asks it to stop.</param>
    public async Task RunAsync(IReadOnlyList<KnownPartition> known, CancellationToken stop)
    {
        IngestMetrics.Show();
        source.Restore(known);
        publisher = new EventPublisher(client, route, state, logger);
        var feeder = new Feeder(shards);
        var loop = new FeedLoop(source, this, feeder, options.Limits(), options.PollBytes, time, stop);

        // Whether silos have just come or gone is not known at the start.
        if (cluster is not null)
            route.SilosChanged();
        lastRead = time.GetTimestamp();
        long? discovered = null;
        while (!stop.IsCancellationRequested)
        {
            FollowSilos();
            state.Unconfirmed(feeder.UnconfirmedBytes, feeder.UnconfirmedEvents);
            var discovers = source.HasFound || discovered is not { } last || time.GetElapsedTime(last) >= options.DiscoverInterval;
            var read = await loop.StepAsync(discovers);
            if (discovers)
            {
                discovered = time.GetTimestamp();
                state.Lag(source.LagBytes);
            }

            if (read.Bytes > 0)
                NoteRead(read);
            else
                await PauseAsync(loop, stop);
        }

        await StopAsync(loop);
        state.Unconfirmed(0, 0);
        state.Lag(0);
    }

    CancellationToken IFeedShell.NextLoss => silos.NextLoss;

    async Task<KnownPartition> IFeedShell.OpenAsync(PartitionDescriptor partition)
    {
        var books = await client.GetGrain<ISourceGrain>(PartitionKeys.Source(partition.Partition)).OpenAsync(CheckpointCalls.Describe(partition));
        var stored = partition with { Location = books.Description.Location, Fingerprint = books.Description.Fingerprint };
        return new KnownPartition(stored, books.Committed);
    }

    Task<IReadOnlyCollection<TargetId>> IFeedShell.PublishAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken loss) =>
        publisher.PublishAsync(events, loss);

    ICheckpointCalls IFeedShell.BeginCheckpoint(IReadOnlyDictionary<string, PartitionDescriptor> partitions)
    {
        checkpointActivity = IngestTraces.Source.StartActivity(IngestTraces.Checkpoint);
        return new CheckpointCalls(client, partitions, deadLetters, state, logger);
    }

    Task IFeedShell.RunAsync(CheckpointRound round, CancellationToken stop)
    {
        route.Sealed();
        return Task.Run(() => round.RunAsync(stop), CancellationToken.None);
    }

    void IFeedShell.EndCheckpoint(CheckpointRound round, CheckpointOutcome outcome)
    {
        state.FinishedCheckpoint(outcome.Took);
        LogCheckpoint(logger, round.Ranges.Sum(range => range.Counts.Lines), round.Targets, outcome.Took.TotalMilliseconds);
        EndActivity(round);
        foreach (var range in outcome.Committed)
        {
            state.Committed(range);
            toldRewound.Remove(range.Partition);
        }

        if (round.HasMissedEvents)
            route.Missed();
        else if (round.Failures.Count == 0 && round.Targets > 0)
            route.Delivered();
    }

    void IFeedShell.Rewind(PartitionDescriptor partition, string reason)
    {
        state.Rewound();

        // What fails for a while is tried again every second: once is enough until something of it is committed.
        LogRewind(logger, toldRewound.Add(partition.Partition) ? LogLevel.Warning : LogLevel.Debug, partition.Source, reason);
    }

    void IFeedShell.CannotOpen(PartitionDescriptor partition, Exception exception) => LogNotOpened(logger, partition.Source, exception.Message);

    private void FollowSilos()
    {
        if (silosChanged == silos.Count)
            return;
        silosChanged = silos.Count;
        route.SilosChanged();
    }

    private void NoteRead(FeedStep read)
    {
        lastRead = time.GetTimestamp();
        state.Read(read.Lines, read.Bytes);
    }

    private void EndActivity(CheckpointRound finished)
    {
        checkpointActivity?.SetTag("recharge.lines", finished.Ranges.Sum(range => range.Counts.Lines));
        checkpointActivity?.SetTag("recharge.partitions", finished.Ranges.Count);
        checkpointActivity?.SetTag("recharge.targets", finished.Targets);
        if (finished.Failures.Count > 0)
            checkpointActivity?.SetStatus(ActivityStatusCode.Error, finished.Failures.First().Value);
        checkpointActivity?.Dispose();
        checkpointActivity = null;
    }

    /// <summary>Waits for what comes first: the next poll, the end of what is under way, or the next checkpoint being due.</summary>
    private async Task PauseAsync(FeedLoop loop, CancellationToken stop)
    {
        var isQuiet = time.GetElapsedTime(lastRead) >= QuietAfter && options.PollInterval < QuietPollInterval;
        var pause = isQuiet ? QuietPollInterval : options.PollInterval;
        if (loop.UntilDue is { } untilDue && untilDue < pause)
            pause = TimeSpan.FromMilliseconds(Math.Max(1, untilDue.TotalMilliseconds));
        List<Task> waits = [DelayAsync(pause, stop), .. loop.UnderWay];
        if (!loop.IsFull && source.Readable is { } readable)
            waits.Add(readable);
        await Task.WhenAny(waits);
    }

    private async Task StopAsync(FeedLoop loop)
    {
        using var patience = new CancellationTokenSource(options.StopPatience, time);
        try
        {
            await loop.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            LogNoLastCheckpoint(logger);
        }
    }

    private async Task DelayAsync(TimeSpan delay, CancellationToken stop) =>
        await Task.Delay(delay, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(3006, LogLevel.Debug, "A checkpoint of {Lines} lines in {Targets} targets took {Milliseconds} ms")]
    private static partial void LogCheckpoint(ILogger logger, long lines, int targets, double milliseconds);

    [LoggerMessage(EventId = 3003, Message = "{Source} is read again from its last checkpoint: {Reason}")]
    private static partial void LogRewind(ILogger logger, LogLevel level, string source, string reason);

    [LoggerMessage(3004, LogLevel.Warning, "{Source} cannot be opened yet: {Reason}")]
    private static partial void LogNotOpened(ILogger logger, string source, string reason);

    [LoggerMessage(3005, LogLevel.Warning, "The last checkpoint did not end in time; what it did not commit is read again at the next start")]
    private static partial void LogNoLastCheckpoint(ILogger logger);
}
