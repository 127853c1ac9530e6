namespace RechargeMonitor.Simulation;

/// <summary>A process: it may die between any two steps, or be frozen and go on later where it was.</summary>
internal sealed class SimulatedProcess
{
    private readonly SimulatedWorld world;
    private long frozenUntilMs;

    public SimulatedProcess(SimulatedWorld world, string name)
    {
        (this.world, Name) = (world, name);
        Time = new SimulatedTime(world, this);
    }

    public string Name { get; }

    /// <summary>Its clock and timers, for the product's code.</summary>
    public TimeProvider Time { get; }

    public bool IsDead { get; private set; }

    /// <summary>Whether the others have given it up, whatever it does.</summary>
    public bool IsSuspected { get; private set; }

    public bool IsFrozen => frozenUntilMs > world.Timeline.NowMs;

    /// <summary>Takes a step, at once or when it wakes; never if it has died by then.</summary>
    public void Do(Action step)
    {
        if (IsDead)
            return;
        if (IsFrozen)
            world.Timeline.After(frozenUntilMs - world.Timeline.NowMs, () => Do(step));
        else
            step();
    }

    public void Freeze(long durationMs) => frozenUntilMs = Math.Max(frozenUntilMs, world.Timeline.NowMs + durationMs);

    public void Suspect() => IsSuspected = true;

    public void Die() => IsDead = true;
}
