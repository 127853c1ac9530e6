namespace RechargeMonitor.Simulation;

/// <summary>Strikes processes at random times, until it is over.</summary>
internal sealed class Storm(SimulatedWorld world, Setting setting)
{
    private const int LongestFreezeMs = 15_000;
    private const int SuspicionMs = 6_000;
    private const int LongestAfterlifeMs = 2_000;
    private const int RestoreOnceIn = 5;
    private const int LongestOverlapMs = 4_000;
    private const int LongestNoticeMs = 3_000;

    private readonly List<SimulatedFeeder> feeders = [];
    private readonly Dictionary<string, SimulatedFeeder> owners = new(StringComparer.Ordinal);
    private Dictionary<string, StoredRow> backup = new(StringComparer.Ordinal);
    private int feedersStarted;

    public IReadOnlyList<SimulatedFeeder> Feeders => feeders;

    public RetentionSweep Sweep { get; } = new(world, setting);

    public void Begin()
    {
        for (var silo = 0; silo < setting.Silos; silo++)
            world.Cluster.StartSilo();
        StartFeeders();
        StrikeLater();
    }

    /// <summary>
    /// Nothing goes wrong any more: some feeders live on, and each partition is fed by one of them. What is frozen wakes, and
    /// what is under way arrives.
    /// </summary>
    public void End()
    {
        world.Trace?.Add($"nothing goes wrong any more");
        world.CalmDown();
        world.Cluster.EndDoubles();
        foreach (var partition in setting.Partitions.Where(_ => setting.LosesMessages))
            partition.LoseFirst();
        foreach (var feeder in feeders.ToArray().Where(_ => world.Random.Chance(2)))
            Kill(feeder);
        if (feeders.Count == 0)
            StartFeeder();
        foreach (var partition in setting.Partitions)
            Move(partition, world.Random.Pick(feeders), overlapMs: 0);
    }

    private void StrikeLater()
    {
        if (setting.Strikes.Count > 0)
            world.Timeline.After(1 + world.Random.Below(setting.StrikeEveryMs * 2), Strike);
    }

    private void Strike()
    {
        if (world.Timeline.NowMs >= setting.StormMs)
            return;
        Strike(world.Random.Pick(setting.Strikes));
        StrikeLater();
    }

    private void Strike(StrikeKind kind)
    {
        world.Trace?.Add($"strike: {kind}");
        switch (kind)
        {
            case StrikeKind.KillFeeder:
                Kill(world.Random.Pick(feeders));
                StartFeeder();
                Rebalance();
                break;
            case StrikeKind.FreezeFeeder:
                world.Random.Pick(feeders).Process.Freeze(1 + world.Random.Below(LongestFreezeMs));
                Rebalance();
                break;
            case StrikeKind.Rebalance:
                Rebalance();
                break;
            case StrikeKind.KillSilo:
                world.Cluster.Kill(world.Random.Pick(world.Cluster.Silos));
                TellOfLoss();
                break;
            case StrikeKind.FreezeSilo:
                FreezeSilo(world.Random.Pick(world.Cluster.Silos));
                break;
            case StrikeKind.Deactivate:
                foreach (var activation in world.Cluster.Activations.ToArray().Where(_ => world.Random.Chance(3)))
                    activation.Deactivate();
                break;
            case StrikeKind.JumpClocks:
                world.JumpClocks();
                break;
            case StrikeKind.Sweep:
                world.Start(() => Sweep.RunAsync(world.Random.Pick(world.Cluster.Silos)));
                break;
            case StrikeKind.BackUp:
                backup = world.Store.Copy();
                break;
            case StrikeKind.Restore when world.Random.Chance(RestoreOnceIn):
                Restore();
                break;
            case StrikeKind.Restore:
                break;
            default:
                world.Random.Pick(setting.Partitions).LoseFirst();
                break;
        }
    }

    private void FreezeSilo(SimulatedProcess silo)
    {
        var forMs = 1 + world.Random.Below(LongestFreezeMs);
        silo.Freeze(forMs);
        if (forMs <= SuspicionMs)
            return;

        // It learns that it was given up, and ends, but not at once.
        world.Timeline.After(SuspicionMs, () => world.Cluster.Suspect(silo));
        world.Timeline.After(SuspicionMs, TellOfLoss);
        world.Timeline.After(forMs + world.Random.Below(LongestAfterlifeMs), silo.Die);
    }

    /// <summary>Each feeder learns that a silo has gone, some time after; calls to it may be answered still, or its rows be written.</summary>
    private void TellOfLoss()
    {
        foreach (var feeder in feeders.Where(_ => setting.NoticesLosses))
            world.Timeline.After(world.Random.Below(LongestNoticeMs), () => feeder.Process.Do(feeder.NoteLoss));
    }

    /// <summary>
    /// Nothing of what was under way outlives it: the streams are in the memory of the silos. What is stored is published at
    /// the start.
    /// </summary>
    private void Restore()
    {
        foreach (var feeder in feeders.ToArray())
            Kill(feeder);
        world.Cluster.KillAll();
        world.Timeline.Clear();
        world.Network.Forget();
        Sweep.Forget();
        world.Published.Clear();
        world.Store.Restore(backup);
        foreach (var (key, row) in backup)
            world.Published.Publish(key, row.Form);
        StartFeeders();
    }

    private void StartFeeders()
    {
        for (var feeder = 0; feeder < setting.Feeders; feeder++)
            StartFeeder();
        Rebalance();
    }

    private void StartFeeder()
    {
        var number = ++feedersStarted;
        var shards = setting.Limits.Shards + (world.Breaks(Variant.RoutesByProcess) ? number % 2 : 0);
        feeders.Add(new SimulatedFeeder(world, new SimulatedProcess(world, $"feeder-{number}"), setting.Limits with { Shards = shards }));
    }

    private void Kill(SimulatedFeeder feeder)
    {
        feeder.Process.Die();
        feeder.Dispose();
        feeders.Remove(feeder);
    }

    private void Rebalance()
    {
        foreach (var partition in setting.Partitions)
            Move(partition, world.Random.Pick(feeders), world.Random.Below(LongestOverlapMs));
    }

    /// <summary>Whoever fed it before learns of it later, and one that is frozen when it wakes.</summary>
    private void Move(SimulatedPartition partition, SimulatedFeeder to, int overlapMs)
    {
        foreach (var feeder in feeders.Where(feeder => feeder != to))
            world.Timeline.After(overlapMs, () => feeder.Process.Do(() => Withdraw(feeder, partition)));
        to.Process.Do(() => to.Assign(partition));
        owners[partition.Name] = to;
    }

    /// <summary>It may have got the partition back meanwhile.</summary>
    private void Withdraw(SimulatedFeeder feeder, SimulatedPartition partition)
    {
        if (owners[partition.Name] != feeder)
            feeder.Withdraw(partition);
    }
}
