using System.Diagnostics;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>
/// Moves the lines of one source into the grains: reads and publishes, and has all that was read confirmed and committed
/// when its <see cref="CheckpointCycle"/> says so, while it reads on. What that gives up is started again from its books.
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
    SiloChanges? cluster = null) : ILineSink
{
    // Each poll wakes threads, which is most of what a monitor costs when nothing happens: a source that had nothing for so
    // long is asked less often. Files are not looked at more often then anyway.
    private static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QuietPollInterval = TimeSpan.FromSeconds(1);

    private readonly Feeder feeder = new(shards);
    private readonly Dictionary<string, PartitionDescriptor> open = new(StringComparer.Ordinal);
    private readonly DeliveryRoute route = new(options, time);
    private readonly SiloChanges silos = cluster ?? new SiloChanges();

    private EventPublisher publisher = null!;
    private BookRequests<OpeningAnswer> requests = null!;
    private CheckpointLimits limits = null!;
    private CheckpointCycle cycle = null!;
    private CheckpointRound? checkpoint;
    private Task checkpointing = Task.CompletedTask;
    private Activity? checkpointActivity;
    private CancellationToken loss;
    private long lastRead;
    private int silosChanged;
    private int linesOfPoll;

    /// <summary>Runs until it is told to stop, then makes a last checkpoint.</summary>
    /// <param name="known">What was committed before.</param>
    /// <param name="stop">Asks it to stop.</param>
    public async Task RunAsync(IReadOnlyList<KnownPartition> known, CancellationToken stop)
    {
        IngestMetrics.Show();
        source.Restore(known);
        publisher = new EventPublisher(client, route, state, logger);
        requests = new BookRequests<OpeningAnswer>(() => silos.NextLoss, time, stop);
        limits = options.Limits();
        cycle = new CheckpointCycle(feeder, limits, time);
        loss = silos.NextLoss;

        // Whether silos have just come or gone is not known at the start.
        if (cluster is not null)
            route.SilosChanged();
        lastRead = time.GetTimestamp();
        long? discovered = null;
        while (!stop.IsCancellationRequested)
        {
            Withdraw();
            await FollowSilosAsync();
            if (source.HasFound || discovered is not { } last || time.GetElapsedTime(last) >= options.DiscoverInterval)
            {
                discovered = time.GetTimestamp();
                foreach (var descriptor in source.Discover())
                    AskForBooks(descriptor, isRewind: false, TimeSpan.Zero);
                state.Lag(source.LagBytes);
            }

            foreach (var answer in requests.TakeAnswered())
                Start(answer);
            var read = await ReadAsync();
            await MoveCheckpointAsync();
            if (read == 0)
                await PauseAsync(stop);
        }

        await StopAsync();
        state.Unconfirmed(0, 0);
        state.Lag(0);
    }

    /// <inheritdoc/>
    public void Take(string partition, long offset, long next, ReadOnlySpan<byte> line)
    {
        feeder.Take(partition, offset, next, line);
        linesOfPoll++;
    }

    /// <summary>What a checkpoint under way has of them may still be committed: it is durable, whoever goes on from there.</summary>
    private void Withdraw()
    {
        foreach (var partition in source.Withdrawn())
        {
            requests.Forget(partition);
            feeder.Close(partition);
            open.Remove(partition);
        }
    }

    /// <summary>What was on its way to a silo that has gone is lost, and nobody says what that was: all is read again.</summary>
    private async Task FollowSilosAsync()
    {
        if (silosChanged != silos.Count)
        {
            silosChanged = silos.Count;
            route.SilosChanged();
        }

        if (!loss.IsCancellationRequested)
            return;
        await FinishCheckpointAsync();
        loss = silos.NextLoss;
        Rewind(cycle.RewindAll(open.Keys, CheckpointRound.SiloGone));
    }

    private void AskForBooks(PartitionDescriptor descriptor, bool isRewind, TimeSpan delay) => requests.Ask(
        descriptor.Partition, delay, () => AskForBooksAsync(descriptor, isRewind), exception => LogNotOpened(logger, descriptor.Source, exception.Message));

    private async Task<OpeningAnswer> AskForBooksAsync(PartitionDescriptor descriptor, bool isRewind)
    {
        var books = await client.GetGrain<ISourceGrain>(PartitionKeys.Source(descriptor.Partition)).OpenAsync(Describe(descriptor));
        var stored = descriptor with { Location = books.Description.Location, Fingerprint = books.Description.Fingerprint };
        return new OpeningAnswer(descriptor, new KnownPartition(stored, books.Committed), isRewind);
    }

    private void Start(OpeningAnswer answer)
    {
        var partition = answer.Descriptor.Partition;
        var start = answer.IsRewind ? source.Rewind(answer.Books) : source.Open(answer.Books);
        open[partition] = answer.Descriptor;
        feeder.Open(partition, answer.Books.Committed);
        if (!start.IsCommitted)
            feeder.Skip(partition, start.Offset);
    }

    private async Task<int> ReadAsync()
    {
        state.Unconfirmed(feeder.UnconfirmedBytes, feeder.UnconfirmedEvents);
        if (cycle.IsFull)
            return 0;
        linesOfPoll = 0;

        // Every line of a poll may touch targets of its own: near the bound, less is read at once.
        var mayTouch = options.MaxUnconfirmedEvents - feeder.UnconfirmedEvents;
        var read = source.Poll(this, Math.Min(options.PollBytes, Math.Max(FeedingOptions.MinPollBytes, mayTouch * DeliveryLimits.MinBytesPerTarget)));
        if (read > 0)
        {
            lastRead = time.GetTimestamp();
            state.Read(linesOfPoll, read);
        }

        await publisher.PublishAsync(feeder.TakeFullEvents(), loss);
        return read;
    }

    private async Task MoveCheckpointAsync()
    {
        if (!checkpointing.IsCompleted)
            return;
        await FinishCheckpointAsync();
        if (cycle.IsDue)
            await StartCheckpointAsync(CancellationToken.None);
    }

    private async Task StartCheckpointAsync(CancellationToken stop)
    {
        checkpointActivity = IngestTraces.Source.StartActivity(IngestTraces.Checkpoint);
        var (events, ranges) = cycle.Begin();
        var calls = new CheckpointCalls(client, ranges.ToDictionary(range => range.Partition, DescribeAt), deadLetters, state, logger);
        await publisher.PublishAsync(events, loss);
        checkpoint = new CheckpointRound(ranges, calls, limits, time, loss) { Unsent = publisher.TakeLost() };
        route.Sealed();
        checkpointing = Task.Run(() => checkpoint.RunAsync(stop), CancellationToken.None);
    }

    private async Task FinishCheckpointAsync()
    {
        if (checkpoint is not { } finished)
            return;
        await checkpointing;
        checkpoint = null;
        var outcome = cycle.End(finished);
        state.FinishedCheckpoint(outcome.Took);
        LogCheckpoint(logger, finished.Ranges.Sum(range => range.Counts.Lines), finished.Targets, outcome.Took.TotalMilliseconds);
        EndActivity(finished);
        foreach (var range in outcome.Committed)
        {
            source.Committed(range.Partition, range.To);
            state.Committed(range);
        }

        if (finished.HasMissedEvents)
            route.Missed();
        else if (finished.Failures.Count == 0 && finished.Targets > 0)
            route.Delivered();
        Rewind(outcome.Rewinds);
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

    private void Rewind(IReadOnlyList<PartitionRewind> rewinds)
    {
        foreach (var (partition, reason, delay) in rewinds)
        {
            var descriptor = open[partition];
            state.Rewound();
            LogRewind(logger, descriptor.Source, reason);
            source.Hold(partition);
            AskForBooks(descriptor, isRewind: true, delay);
        }
    }

    /// <summary>Waits for what comes first: the next poll, the end of the checkpoint, or the next one being due.</summary>
    private async Task PauseAsync(CancellationToken stop)
    {
        var isQuiet = time.GetElapsedTime(lastRead) >= QuietAfter && options.PollInterval < QuietPollInterval;
        var untilPoll = isQuiet ? QuietPollInterval : options.PollInterval;
        var untilDue = cycle.UntilDue;
        var isDueFirst = checkpointing.IsCompleted && untilDue < untilPoll && feeder.HasUnsealed;
        var pause = DelayAsync(isDueFirst ? TimeSpan.FromMilliseconds(Math.Max(1, untilDue.TotalMilliseconds)) : untilPoll, stop);
        var waits = new List<Task> { pause };
        if (!checkpointing.IsCompleted)
            waits.Add(checkpointing);
        if (requests.Next is { } answered)
            waits.Add(answered);
        if (!cycle.IsFull && source.Readable is { } readable)
            waits.Add(readable);
        await Task.WhenAny(waits);
    }

    private async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(options.StopPatience, time);
        try
        {
            await checkpointing.WaitAsync(patience.Token);
            await FinishCheckpointAsync().WaitAsync(patience.Token);
            if (!feeder.HasUnsealed)
                return;
            await StartCheckpointAsync(patience.Token);
            await checkpointing.WaitAsync(patience.Token);
            await FinishCheckpointAsync().WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            LogNoLastCheckpoint(logger);
        }
    }

    private SourceDescription DescribeAt(SealedRange range)
    {
        var descriptor = open[range.Partition];
        return Describe(descriptor with { Fingerprint = source.FingerprintAt(range.Partition, range.To) });
    }

    private static SourceDescription Describe(PartitionDescriptor descriptor) =>
        new(descriptor.Source, descriptor.Location, descriptor.Fingerprint);

    private async Task DelayAsync(TimeSpan delay, CancellationToken stop) =>
        await Task.Delay(delay, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(3006, LogLevel.Debug, "A checkpoint of {Lines} lines in {Targets} targets took {Milliseconds} ms")]
    private static partial void LogCheckpoint(ILogger logger, long lines, int targets, double milliseconds);

    [LoggerMessage(3003, LogLevel.Warning, "{Source} is read again from its last checkpoint: {Reason}")]
    private static partial void LogRewind(ILogger logger, string source, string reason);

    [LoggerMessage(3004, LogLevel.Warning, "{Source} cannot be opened yet: {Reason}")]
    private static partial void LogNotOpened(ILogger logger, string source, string reason);

    [LoggerMessage(3005, LogLevel.Warning, "The last checkpoint did not end in time; what it did not commit is read again at the next start")]
    private static partial void LogNoLastCheckpoint(ILogger logger);
}
