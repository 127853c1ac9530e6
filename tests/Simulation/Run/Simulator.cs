using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>
/// Runs a schedule of everything that can go wrong between lines and figures. The seed decides all of it. At some time
/// nothing goes wrong any more; then all lines must be committed within a bound, and what is stored must be what the plain
/// count says, even after all that was ever sent has come once more.
/// </summary>
public sealed class Simulator
{
    private const long LongestCalmMs = 120_000;
    private const long AfterCommitMs = 30_000;
    private const int MostSweeps = 50;

    /// <summary>After how many steps it is looked whether all is done.</summary>
    private const int StepsPerLook = 64;

    private readonly SimulatedWorld world;
    private readonly Setting setting;
    private readonly Storm storm;

    private Simulator(ulong seed, Variant variant, Trace? trace)
    {
        world = new SimulatedWorld(seed, variant, trace);
        setting = new Setting(world.Random);
        storm = new Storm(world, setting);
    }

    /// <summary>Runs the schedule of a seed.</summary>
    /// <param name="seed">What it is made from.</param>
    /// <param name="variant">The rule that is broken, if one is.</param>
    public static RunResult Run(ulong seed, Variant variant = Variant.Sound) => Run(seed, variant, null);

    /// <summary>Runs the schedule of a seed again and tells it step by step.</summary>
    public static (RunResult Result, IReadOnlyList<string> Trace) Replay(ulong seed, Variant variant = Variant.Sound)
    {
        var trace = new Trace();
        var result = Run(seed, variant, trace);
        return (result, trace.Lines);
    }

    private static RunResult Run(ulong seed, Variant variant, Trace? trace)
    {
        // A test runner's context would take continuations to other threads.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var simulator = new Simulator(seed, variant, trace);
            var difference = simulator.Run();
            var lines = simulator.setting.Partitions.Sum(partition => partition.Lines.Count);
            return new RunResult(seed, difference, simulator.world.Timeline.Steps, lines, simulator.world.Timeline.NowMs);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private string? Run()
    {
        storm.Begin();
        RunUntil(setting.StormMs, () => false);
        storm.End();
        if (!RunUntil(world.Timeline.NowMs + LongestCalmMs, IsCommitted))
            return world.Fault?.ToString() ?? Unfinished();

        // A commit that is stored may look like a failure to its feeder, which then finds out.
        RunUntil(world.Timeline.NowMs + AfterCommitMs, () => false);
        foreach (var feeder in storm.Feeders)
            feeder.Process.Die();
        RunToEnd();
        Settle();
        return world.Fault?.ToString() ?? new Auditor(world, setting).Difference();
    }

    private bool RunUntil(long atMs, Func<bool> isDone)
    {
        while (world.Fault is null && world.Timeline.NowMs < atMs && world.Timeline.RunNext())
        {
            if (world.Timeline.Steps % StepsPerLook == 0 && isDone())
                return true;
        }

        return world.Fault is null && isDone();
    }

    private void RunToEnd() => RunUntil(long.MaxValue, () => false);

    /// <summary>Whoever comes late comes now, all that is counted is stored, and what is not kept is dropped.</summary>
    private void Settle()
    {
        world.Network.RepeatAll();
        RunToEnd();
        foreach (var target in world.Cluster.Activations.OfType<TargetShell>().ToArray())
            world.Start(() => target.ConfirmAsync([]));
        RunToEnd();
        for (var sweep = 0; world.Fault is null && sweep < MostSweeps && (sweep == 0 || !storm.Sweep.IsDone); sweep++)
        {
            world.Start(() => storm.Sweep.RunAsync(world.Cluster.Silos[0]));
            RunToEnd();
        }
    }

    private bool IsCommitted() => setting.Partitions.All(partition => Committed(partition) >= partition.End);

    private string Unfinished()
    {
        var behind = setting.Partitions.Where(partition => Committed(partition) < partition.End);
        return $"not committed {LongestCalmMs / 1000} s after the last fault: {string.Join(", ", behind.Select(partition => $"{partition.Name} stands at {Committed(partition)} of {partition.End}"))}";
    }

    private long Committed(SimulatedPartition partition) =>
        world.Store.Rows.TryGetValue(PartitionKeys.Source(partition.Name), out var row) ? SourceLedger.Decode(row.Form).Committed : 0;
}
