using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>
/// One checkpoint of all partitions that a pump reads: asks every target that they touched to confirm, once for all of
/// them, then commits each partition whose targets have all confirmed. When a silo has gone since the ranges were sealed it
/// gives up at once: who is asked may never answer, and what was sent may never arrive.
/// </summary>
internal sealed partial class Checkpoint(
    IGrainFactory grains,
    FeedingOptions options,
    TimeProvider time,
    ILogger logger,
    IDeadLetters? deadLetters,
    FeedingState state,
    IReadOnlyList<(SealedRange Range, SourceDescription Description)> ranges,
    CancellationToken loss)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Why all partitions are read again when a silo has gone.</summary>
    public const string SiloGone = "a silo has gone, with what was on its way to it";

    private readonly ConcurrentDictionary<string, string> failures = new(StringComparer.Ordinal);

    /// <summary>The ranges of the checkpoint.</summary>
    public IEnumerable<SealedRange> Ranges => ranges.Select(pair => pair.Range);

    /// <summary>How many targets have to confirm.</summary>
    public int Targets => ranges.SelectMany(pair => pair.Range.Ends, (_, end) => end.Key).Distinct().Count();

    /// <summary>Why a partition was not committed, by partition.</summary>
    public IReadOnlyDictionary<string, string> Failures => failures;

    /// <summary>Whether a target had not got all its events.</summary>
    public bool HasMissedEvents { get; private set; }

    /// <summary>Runs the checkpoint. It never throws: what failed is in <see cref="Failures"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var targets = ranges
            .SelectMany(pair => pair.Range.Ends, (pair, end) => (Target: end.Key, End: new PartitionEnd(pair.Range.Partition, end.Value)))
            .GroupBy(touched => touched.Target, touched => touched.End)
            .ToArray();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.ConfirmConcurrency };
        await Parallel.ForEachAsync(targets, parallel, async (target, _) => await ConfirmAsync(target.Key, [.. target], stop));
        await Parallel.ForEachAsync(ranges, parallel, async (pair, _) => await CommitAsync(pair.Range, pair.Description));
    }

    private async Task ConfirmAsync(TargetId target, PartitionEnd[] ends, CancellationToken stop)
    {
        var grain = TargetStreams.GrainOf(grains, target);
        var pause = FirstPause;
        var started = time.GetTimestamp();
        while (true)
        {
            ends = Array.FindAll(ends, end => !failures.ContainsKey(end.Partition));
            if (ends.Length == 0)
                return;
            try
            {
                var answer = await grain.ConfirmAsync(ends).WaitAsync(loss);
                if (answer.IsDurable)
                    return;
                foreach (var partition in answer.Gaps)
                    Miss(partition, $"{target} misses an event before one that it got");
                if (time.GetElapsedTime(started) > options.ConfirmPatience || stop.IsCancellationRequested)
                {
                    foreach (var partition in answer.Missing)
                        Miss(partition, $"{target} did not get all its events in time");
                }
            }
            catch (OperationCanceledException) when (loss.IsCancellationRequested)
            {
                foreach (var end in ends)
                    Fail(end.Partition, SiloGone);
                return;
            }
            catch (Exception exception)
            {
                LogRefused(logger, target, exception.GetBaseException().Message);
                foreach (var end in ends)
                    Fail(end.Partition, $"{target} could not be stored: {exception.GetBaseException().Message}");
                return;
            }

            await Task.Delay(pause, time, CancellationToken.None);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task CommitAsync(SealedRange range, SourceDescription description)
    {
        if (failures.ContainsKey(range.Partition))
            return;
        try
        {
            await SendDeadLettersAsync(range, description);
            var source = grains.GetGrain<ISourceGrain>(PartitionKeys.Source(range.Partition));
            var committed = await source.CommitAsync(Message(range, description)).WaitAsync(loss);
            if (committed != range.To)
                Fail(range.Partition, $"its books stand at {committed}, not at {range.From}: somebody else feeds it too");
        }
        catch (OperationCanceledException) when (loss.IsCancellationRequested)
        {
            Fail(range.Partition, SiloGone);
        }
        catch (Exception exception)
        {
            Fail(range.Partition, $"its books could not be stored: {exception.GetBaseException().Message}");
        }
    }

    /// <summary>Of a range with more rejected lines than are kept, only the newest are there to send.</summary>
    private async Task SendDeadLettersAsync(SealedRange range, SourceDescription description)
    {
        if (deadLetters is null || range.Counts.Rejected == 0)
            return;
        var dropped = await deadLetters.SendAsync(description.Source, range.Rejects);
        state.DroppedDeadLetters(range.Counts.Rejected - range.Rejects.Count + dropped);
    }

    private static CommitMessage Message(SealedRange range, SourceDescription description)
    {
        var counts = new FormWriter();
        range.Counts.WriteTo(counts);
        var rejects = new RejectedLines();
        rejects.Add(range.Rejects);
        return new CommitMessage(
            range.From, range.To, description, counts.ToArray(), range.Rejects.Count == 0 ? [] : rejects.Encode());
    }

    private void Miss(string partition, string reason)
    {
        HasMissedEvents = true;
        Fail(partition, reason);
    }

    private void Fail(string partition, string reason) => failures.TryAdd(partition, reason);

    [LoggerMessage(3002, LogLevel.Debug, "{Target} did not confirm: {Reason}")]
    private static partial void LogRefused(ILogger logger, TargetId target, string reason);
}
