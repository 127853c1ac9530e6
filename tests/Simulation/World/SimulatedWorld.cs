using RechargeMonitor.Oracle;

namespace RechargeMonitor.Simulation;

/// <summary>What all parts of a run share: time, chance, faults, the network, the store, and where grains are active.</summary>
internal sealed class SimulatedWorld
{
    // Two minutes before midnight in China, so that runs see the day change.
    private static readonly DateTimeOffset Epoch = new(2017, 4, 14, 23, 58, 0, TimeSpan.FromHours(8));

    private TimeSpan skew;

    public SimulatedWorld(ulong seed, Variant variant, Trace? trace)
    {
        (Random, Variant, Trace) = (new SmallRandom(seed), variant, trace);
        Faults = Faults.Draw(Random);
        trace?.Timeline = Timeline;
        Network = new Network(this);
        Store = new SimulatedStore(this);
        Cluster = new SimulatedCluster(this);
    }

    public SmallRandom Random { get; }

    public Variant Variant { get; }

    public Trace? Trace { get; }

    public Timeline Timeline { get; } = new();

    public Faults Faults { get; private set; }

    public Network Network { get; }

    public SimulatedStore Store { get; }

    public SimulatedCluster Cluster { get; }

    /// <summary>What readers get.</summary>
    public PublishedForms Published { get; } = new();

    /// <summary>What was thrown where nothing may be, if anything was.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>What the clocks of the machines show, which is not to be relied on.</summary>
    public DateTimeOffset WallClock => Epoch.AddMilliseconds(Timeline.NowMs) + skew;

    /// <summary>Whether this rule is the one that is broken.</summary>
    public bool Breaks(Variant rule) => Variant == rule;

    /// <summary>Whether a fault happens that happens once in so many times, or never for 0.</summary>
    public bool Happens(int onceIn) => onceIn > 0 && Random.Chance(onceIn);

    /// <summary>
    /// Starts what goes on by itself. There is one thread and no context to go back to, so each part of it runs where the
    /// timeline completes what it waits for.
    /// </summary>
    public async void Start(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception)
        {
            Fault ??= exception;
        }
    }

    /// <summary>Something was asked for that must not be.</summary>
    public void Fail(string fault) => Fault ??= new InvalidOperationException(fault);

    public Task DelayAsync(SimulatedProcess process, long delayMs)
    {
        var over = new TaskCompletionSource();
        Timeline.After(delayMs, () => process.Do(over.SetResult));
        return over.Task;
    }

    public void JumpClocks() => skew = TimeSpan.FromMinutes(Random.Below(4 * 24 * 60) - (2 * 24 * 60));

    public void CalmDown() => Faults = Faults.None;
}
