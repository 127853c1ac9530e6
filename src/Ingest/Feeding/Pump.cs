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
public sealed partial class Pump(
    ISource source, IClusterClient client, FeedingOptions options, int shards, FeedingState state, TimeProvider time, ILogger<Pump> logger) : ILineSink
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(2);

    private readonly Feeder feeder = new(shards);
    private readonly Dictionary<string, PartitionDescriptor> open = new(StringComparer.Ordinal);
    private readonly EventPublisher publisher = new(client, state, logger);

    private Checkpoint? checkpoint;
    private Task checkpointing = Task.CompletedTask;
    private long checkpointStarted;
    private TimeSpan interval = options.CheckpointInterval;
    private int rewindsInARow;

    /// <summary>Runs until it is told to stop, then makes a last checkpoint.</summary>
    /// <param name="known">What was committed before.</param>
    /// <param name="stop">Asks it to stop.</param>
    public async Task RunAsync(IReadOnlyList<KnownPartition> known, CancellationToken stop)
    {
        source.Restore(known);
        checkpointStarted = time.GetTimestamp();
        long? discovered = null;
        while (!stop.IsCancellationRequested)
        {
            if (discovered is not { } last || time.GetElapsedTime(last) >= options.DiscoverInterval)
            {
                discovered = time.GetTimestamp();
                await OpenNewAsync(stop);
            }

            var read = await ReadAsync();
            await MoveCheckpointAsync();
            if (read == 0)
                await PauseAsync(stop);
        }

        await StopAsync();
    }

    /// <inheritdoc/>
    public void Take(string partition, long offset, long next, ReadOnlySpan<byte> line)
    {
        feeder.Take(partition, offset, next, line);
        state.ReadLine();
    }

    private async Task OpenNewAsync(CancellationToken stop)
    {
        foreach (var descriptor in source.Discover())
        {
            var committed = await OpenedAsync(descriptor, stop);
            if (committed is not { } offset)
                return;
            open[descriptor.Partition] = descriptor;
            feeder.Open(descriptor.Partition, offset);
            source.Open(descriptor.Partition, offset);
        }
    }

    /// <summary>The committed offset of a partition, asked for until it is answered; nothing when the pump is to stop.</summary>
    private async Task<long?> OpenedAsync(PartitionDescriptor descriptor, CancellationToken stop)
    {
        var backoff = FirstBackoff;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await client.GetGrain<ISourceGrain>(PartitionKeys.Source(descriptor.Partition)).OpenAsync(Describe(descriptor));
            }
            catch (Exception exception)
            {
                LogNotOpened(logger, descriptor.Source, exception.Message);
            }

            await DelayAsync(backoff, stop);
            backoff = backoff * 2 < LongestBackoff ? backoff * 2 : LongestBackoff;
        }

        return null;
    }

    private async Task<int> ReadAsync()
    {
        if (feeder.UnconfirmedBytes >= options.MaxUnconfirmedBytes)
            return 0;
        var read = source.Poll(this, options.PollBytes);
        state.Read(read);
        await publisher.PublishAsync(feeder.TakeFullEvents());
        return read;
    }

    private async Task MoveCheckpointAsync()
    {
        if (!checkpointing.IsCompleted)
            return;
        await FinishCheckpointAsync();
        var isDue = time.GetElapsedTime(checkpointStarted) >= interval || feeder.UnconfirmedBytes >= options.MaxUnconfirmedBytes / 2;
        if (isDue && feeder.HasUnsealed)
            await StartCheckpointAsync(CancellationToken.None);
    }

    private async Task StartCheckpointAsync(CancellationToken stop)
    {
        checkpointStarted = time.GetTimestamp();
        var (events, ranges) = feeder.Seal(time.GetUtcNow());
        checkpoint = new Checkpoint(client, options, time, logger, [.. ranges.Select(range => (range, DescribeAt(range)))]);
        await publisher.PublishAsync(events);
        checkpointing = Task.Run(() => checkpoint.RunAsync(stop), CancellationToken.None);
    }

    private async Task FinishCheckpointAsync()
    {
        if (checkpoint is not { } finished)
            return;
        await checkpointing;
        checkpoint = null;
        state.FinishedCheckpoint();

        // Where thousands of minutes are touched at once, confirming takes at most half of the time.
        var took = time.GetElapsedTime(checkpointStarted);
        LogCheckpoint(logger, finished.Ranges.Sum(range => range.Counts.Lines), finished.Targets, took.TotalMilliseconds);
        interval = took * 2 > options.CheckpointInterval ? took * 2 : options.CheckpointInterval;
        foreach (var range in finished.Ranges.Where(range => !finished.Failures.ContainsKey(range.Partition)))
        {
            feeder.Commit(range);
            source.Committed(range.Partition, range.To);
            state.Committed(range.Counts.Lines);
        }

        if (finished.Failures.Count > 0)
            await RewindAsync(finished.Failures);
        else
            (rewindsInARow, publisher.IsDirect) = (0, false);
    }

    private async Task RewindAsync(IReadOnlyDictionary<string, string> failures)
    {
        rewindsInARow++;
        publisher.IsDirect = rewindsInARow >= options.RewindsBeforeDirect;
        foreach (var (partition, reason) in failures)
        {
            state.Rewound();
            LogRewind(logger, open[partition].Source, reason);
        }

        var backoff = FirstBackoff * Math.Pow(2, Math.Min(rewindsInARow - 1, 5));
        await Task.Delay(backoff < LongestBackoff ? backoff : LongestBackoff, time, CancellationToken.None);
        foreach (var partition in failures.Keys)
        {
            var committed = await OpenedAsync(open[partition], CancellationToken.None);
            feeder.Open(partition, committed!.Value);
            source.Seek(partition, committed.Value);
        }
    }

    /// <summary>Waits for what comes first: the next poll, the end of the checkpoint, or the next one being due.</summary>
    private async Task PauseAsync(CancellationToken stop)
    {
        var untilDue = interval - time.GetElapsedTime(checkpointStarted);
        var isDueFirst = checkpointing.IsCompleted && untilDue < options.PollInterval && feeder.HasUnsealed;
        var pause = DelayAsync(isDueFirst ? TimeSpan.FromMilliseconds(Math.Max(1, untilDue.TotalMilliseconds)) : options.PollInterval, stop);
        await (checkpointing.IsCompleted ? pause : Task.WhenAny(pause, checkpointing));
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
