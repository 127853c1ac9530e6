namespace RechargeMonitor.Simulation;

/// <summary>
/// The scheduler and the clock: everything that happens is an action at a time, one after the other. Actions of the same
/// time run in the order in which they were put there, so a run depends on nothing but its seed.
/// </summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, (long AtMs, long Order)> actions = new();
    private long order;

    /// <summary>How long the run has taken, in its own time.</summary>
    public long NowMs { get; private set; }

    /// <summary>How many actions were run.</summary>
    public long Steps { get; private set; }

    public void After(long delayMs, Action action) => actions.Enqueue(action, (NowMs + delayMs, order++));

    /// <summary>Runs the next action. Returns whether there was one.</summary>
    public bool RunNext()
    {
        if (!actions.TryDequeue(out var action, out var place))
            return false;
        NowMs = place.AtMs;
        Steps++;
        action();
        return true;
    }

    /// <summary>Forgets all that is to come: nothing of it outlives a restart of everything.</summary>
    public void Clear() => actions.Clear();
}
