using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// One checkpoint of all partitions that a process feeds: asks every target that they touched to confirm, once for all of
/// them, then commits each partition whose targets have all confirmed. When a silo has gone since the ranges were sealed it
/// gives up at once: who is asked may never answer, and what was sent may never arrive.
/// </summary>
/// <param name="ranges">What was sealed.</param>
/// <param name="calls">Whom it asks.</param>
/// <param name="limits">Its bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="loss">Is cancelled when a silo has gone.</param>
public sealed class CheckpointRound(
    IReadOnlyList<SealedRange> ranges, ICheckpointCalls calls, CheckpointLimits limits, TimeProvider time, CancellationToken loss)
{
    /// <summary>Why a partition is read again when a silo has gone.</summary>
    public const string SiloGone = "a silo has gone, with what was on its way to it";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, string> failures = new(StringComparer.Ordinal);

    /// <summary>Targets of which an event is known not to have been sent: they are asked once, since it may have come all the same.</summary>
    public IReadOnlySet<TargetId> Unsent { get; init; } = ImmutableHashSet<TargetId>.Empty;

    /// <summary>The ranges of the checkpoint.</summary>
    public IReadOnlyList<SealedRange> Ranges => ranges;

    /// <summary>How many targets have to confirm.</summary>
    public int Targets => ranges.SelectMany(range => range.Ends, (_, end) => end.Key).Distinct().Count();

    /// <summary>Why a partition was not committed, by partition.</summary>
    public IReadOnlyDictionary<string, string> Failures => failures;

    /// <summary>Whether a target had not got all its events.</summary>
    public bool HasMissedEvents { get; private set; }

    /// <summary>Runs the checkpoint. It never throws: what failed is in <see cref="Failures"/>.</summary>
    /// <param name="stop">When it is cancelled, nobody is asked a second time.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        var targets = ranges
            .SelectMany(range => range.Ends, (range, end) => (Target: end.Key, End: new PartitionOffset(range.Partition, end.Value)))
            .GroupBy(touched => touched.Target, touched => touched.End)
            .ToArray();
        await ForEachAsync(targets, target => ConfirmAsync(target.Key, [.. target], stop));
        await ForEachAsync(ranges, CommitAsync);
    }

    private async Task ConfirmAsync(TargetId target, PartitionOffset[] ends, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var patience = Unsent.Contains(target) ? TimeSpan.Zero : limits.ConfirmPatience;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            ends = Array.FindAll(ends, end => !failures.ContainsKey(end.Partition));
            if (ends.Length == 0 || await AskAsync(target, ends) is not { IsDurable: false } answer)
                return;
            foreach (var partition in answer.Gaps)
                Miss(partition, $"{target} misses an event before one that it got");
            if (time.GetElapsedTime(started) > patience || stop.IsCancellationRequested)
            {
                foreach (var partition in answer.Missing)
                    Miss(partition, $"{target} did not get all its events in time");
            }

            await Task.Delay(pause, time, CancellationToken.None);
        }
    }

    /// <summary>Asks a target once. Gives nothing where it did not answer, which fails all the partitions that it was asked for.</summary>
    private async Task<TargetConfirmation?> AskAsync(TargetId target, PartitionOffset[] ends)
    {
        string reason;
        try
        {
            return await calls.ConfirmAsync(target, ends).WaitAsync(loss);
        }
        catch (OperationCanceledException) when (loss.IsCancellationRequested)
        {
            reason = SiloGone;
        }
        catch (Exception exception)
        {
            reason = $"{target} could not be stored: {exception.GetBaseException().Message}";
        }

        foreach (var end in ends)
            Fail(end.Partition, reason);
        return null;
    }

    private async Task CommitAsync(SealedRange range)
    {
        if (failures.ContainsKey(range.Partition))
            return;
        try
        {
            var committed = await calls.CommitAsync(range).WaitAsync(loss);
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

    /// <summary>Does as many at a time as the limits say, in their order.</summary>
    private Task ForEachAsync<T>(IReadOnlyList<T> items, Func<T, Task> work)
    {
        var last = -1;
        return Task.WhenAll(Enumerable.Range(0, Math.Min(limits.ConfirmConcurrency, items.Count)).Select(_ => WorkAsync()).ToArray());

        async Task WorkAsync()
        {
            for (var next = Interlocked.Increment(ref last); next < items.Count; next = Interlocked.Increment(ref last))
                await work(items[next]);
        }
    }

    private void Miss(string partition, string reason)
    {
        HasMissedEvents = true;
        Fail(partition, reason);
    }

    private void Fail(string partition, string reason) => failures.TryAdd(partition, reason);
}
