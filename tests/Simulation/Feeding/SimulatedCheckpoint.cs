using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>
/// One checkpoint, as the product's: asks every target that was touched to confirm, once for all partitions, then commits
/// each partition whose targets have all confirmed.
/// </summary>
internal sealed class SimulatedCheckpoint(SimulatedWorld world, SimulatedProcess process, IReadOnlyList<SealedRange> ranges)
{
    private const int PatienceMs = 2_000;
    private const int LongestPauseMs = 50;

    private readonly long startedMs = world.Timeline.NowMs;
    private readonly HashSet<string> failures = [];

    public IReadOnlyList<SealedRange> Ranges { get; } = ranges;

    /// <summary>The partitions that were not committed.</summary>
    public IReadOnlySet<string> Failures => failures;

    public bool IsOver { get; private set; }

    public long TookMs { get; private set; }

    public async Task RunAsync()
    {
        var targets = Ranges
            .SelectMany(range => range.Ends.Where(end => IsAsked(end.Key)), (range, end) => (Target: end.Key, End: new PartitionOffset(range.Partition, end.Value)))
            .GroupBy(touched => touched.Target, touched => touched.End);
        await Task.WhenAll(targets.Select(target => ConfirmAsync(target.Key, [.. target])).ToArray());
        await Task.WhenAll(Ranges.Select(CommitAsync).ToArray());
        TookMs = world.Timeline.NowMs - startedMs;
        IsOver = true;
    }

    private bool IsAsked(TargetId target) =>
        !world.Breaks(Variant.CommitsUnconfirmed) && (target.Kind == TargetKind.National || !world.Breaks(Variant.AsksSomeTargetsOnly));

    private async Task ConfirmAsync(TargetId target, PartitionOffset[] ends)
    {
        for (var pauseMs = 2; ; pauseMs = Math.Min(pauseMs * 2, LongestPauseMs))
        {
            ends = Array.FindAll(ends, end => !failures.Contains(end.Partition));
            if (ends.Length == 0)
                return;
            var answer = await world.Network.CallAsync(process, () => world.Cluster.Target(target).ConfirmAsync(ends));
            if (answer is null)
            {
                foreach (var end in ends)
                    Fail(end.Partition, $"{target} does not answer or could not be stored");
                return;
            }

            if (answer.IsDurable)
                return;
            var isOverdue = world.Timeline.NowMs - startedMs > PatienceMs;
            foreach (var partition in isOverdue ? answer.Missing : answer.Gaps)
                Fail(partition, $"{target} misses events");
            await world.DelayAsync(process, pauseMs);
        }
    }

    private async Task CommitAsync(SealedRange range)
    {
        if (failures.Contains(range.Partition))
            return;
        var answer = await world.Network.CallAsync(process, () => world.Cluster.Source(range.Partition).CommitAsync(range));
        if (answer?.Committed != range.To)
            Fail(range.Partition, answer is null ? "its books do not answer or could not be stored" : $"its books stand at {answer.Committed}");
    }

    private void Fail(string partition, string reason)
    {
        if (failures.Add(partition))
            world.Trace?.Add($"{process.Name} gives up a checkpoint of {partition}: {reason}");
    }
}
