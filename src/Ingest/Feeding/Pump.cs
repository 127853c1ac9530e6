using System.Diagnostics;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>
/// Moves the lines of one source into the grains: reads, publishes, and every checkpoint interval has all that was read
/// confirmed and committed while it reads on. Whatever fails, it starts the partition again from its committed offset.
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
    private BookRequests requests = null!;
    private Checkpoint? checkpoint;
    private Task checkpointing = Task.CompletedTask;
    private Activity? checkpointActivity;
    private long checkpointStarted;
    private TimeSpan interval = options.CheckpointInterval;
    private CancellationToken loss;
    private long lastRead;
    private int silosChanged;
    private int rewindsInARow;
    private int linesOfPoll;

    /// <summary>Whether no more may be read until something is committed.</summary>
    private bool IsFull => feeder.UnconfirmedBytes >= options.MaxUnconfirmedBytes || feeder.UnconfirmedEvents >= options.MaxUnconfirmedEvents;

    /// <summary>Whether it is time for a checkpoint, so that reading goes on while it runs.</summary>
    private bool IsHalfFull => feeder.UnconfirmedBytes >= options.MaxUnconfirmedBytes / 2 || feeder.UnconfirmedEvents >= options.MaxUnconfirmedEvents / 2;

    /// <summary>Runs until it is told to stop, then makes a last checkpoint.</summary>
    /// <param name="known">What was committed before.</param>
    /// <param name="stop">Asks it to stop.</param>
    public async Task RunAsync(IReadOnlyList<KnownPartition> known, CancellationToken stop)
    {
        IngestMetrics.Show();
        source.Restore(known);
        publisher = new EventPublisher(client, route, state, logger);
        requests = new BookRequests(client, silos, time, logger, stop);
        loss = silos.NextLoss;

        // Whether silos have just come or gone is not known at the start.
        if (cluster is not null)
            route.SilosChanged();
        checkpointStarted = lastRead = time.GetTimestamp();
        long? discovered = null;
        while (!stop.IsCancellationRequested)
        {
            Withdraw();
            await FollowSilosAsync();
            if (source.HasFound || discovered is not { } last || time.GetElapsedTime(last) >= options.DiscoverInterval)
            {
                discovered = time.GetTimestamp();
                foreach (var descriptor in source.Discover())
                    requests.Ask(descriptor, isRewind: false, TimeSpan.Zero);
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
        Rewind(open.Keys.Where(feeder.IsOpen).ToDictionary(partition => partition, _ => Checkpoint.SiloGone));
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
        if (IsFull)
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
        var isDue = time.GetElapsedTime(checkpointStarted) >= interval || IsHalfFull;
        if (isDue && feeder.HasUnsealed)
            await StartCheckpointAsync(CancellationToken.None);
    }

    private async Task StartCheckpointAsync(CancellationToken stop)
    {
        checkpointStarted = time.GetTimestamp();
        checkpointActivity = IngestTraces.Source.StartActivity(IngestTraces.Checkpoint);
        var (events, ranges) = feeder.Seal(time.GetUtcNow());
        checkpoint = new Checkpoint(client, options, time, logger, deadLetters, state, [.. ranges.Select(range => (range, DescribeAt(range)))], loss);
        await publisher.PublishAsync(events, loss);
        route.Sealed();
        checkpointing = Task.Run(() => checkpoint.RunAsync(stop), CancellationToken.None);
    }

    private async Task FinishCheckpointAsync()
    {
        if (checkpoint is not { } finished)
            return;
        await checkpointing;
        checkpoint = null;

        // Where thousands of minutes are touched at once, confirming takes at most half of the time. What a failure took says
        // nothing of that: when it is over, figures must not stand still for twice as long.
        var took = time.GetElapsedTime(checkpointStarted);
        state.FinishedCheckpoint(took);
        LogCheckpoint(logger, finished.Ranges.Sum(range => range.Counts.Lines), finished.Targets, took.TotalMilliseconds);
        EndActivity(finished);
        interval = finished.Failures.Count == 0 && took * 2 > options.CheckpointInterval ? took * 2 : options.CheckpointInterval;
        foreach (var range in finished.Ranges.Where(range => !finished.Failures.ContainsKey(range.Partition)))
        {
            feeder.Commit(range);
            source.Committed(range.Partition, range.To);
            state.Committed(range);
        }

        if (finished.HasMissedEvents)
            route.Missed();
        else if (finished.Failures.Count == 0 && finished.Targets > 0)
            route.Delivered();
        if (finished.Failures.Count > 0)
            Rewind(finished.Failures);
        else
            rewindsInARow = 0;
    }

    private void EndActivity(Checkpoint finished)
    {
        checkpointActivity?.SetTag("recharge.lines", finished.Ranges.Sum(range => range.Counts.Lines));
        checkpointActivity?.SetTag("recharge.partitions", finished.Ranges.Count());
        checkpointActivity?.SetTag("recharge.targets", finished.Targets);
        if (finished.Failures.Count > 0)
            checkpointActivity?.SetStatus(ActivityStatusCode.Error, finished.Failures.First().Value);
        checkpointActivity?.Dispose();
        checkpointActivity = null;
    }

    private void Rewind(IReadOnlyDictionary<string, string> failures)
    {
        rewindsInARow++;
        foreach (var (partition, reason) in failures)
        {
            // One that was withdrawn meanwhile is not this process's to start again.
            if (!open.TryGetValue(partition, out var descriptor))
                continue;
            state.Rewound();
            LogRewind(logger, descriptor.Source, reason);
            source.Hold(partition);
            feeder.Close(partition);
            requests.Ask(descriptor, isRewind: true, BookRequests.Backoff(rewindsInARow));
        }
    }

    /// <summary>Waits for what comes first: the next poll, the end of the checkpoint, or the next one being due.</summary>
    private async Task PauseAsync(CancellationToken stop)
    {
        var isQuiet = time.GetElapsedTime(lastRead) >= QuietAfter && options.PollInterval < QuietPollInterval;
        var untilPoll = isQuiet ? QuietPollInterval : options.PollInterval;
        var untilDue = interval - time.GetElapsedTime(checkpointStarted);
        var isDueFirst = checkpointing.IsCompleted && untilDue < untilPoll && feeder.HasUnsealed;
        var pause = DelayAsync(isDueFirst ? TimeSpan.FromMilliseconds(Math.Max(1, untilDue.TotalMilliseconds)) : untilPoll, stop);
        var waits = new List<Task> { pause };
        if (!checkpointing.IsCompleted)
            waits.Add(checkpointing);
        if (requests.Next is { } answered)
            waits.Add(answered);
        if (!IsFull && source.Readable is { } readable)
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

    [LoggerMessage(3005, LogLevel.Warning, "The last checkpoint did not end in time; what it did not commit is read again at the next start")]
    private static partial void LogNoLastCheckpoint(ILogger logger);
}
