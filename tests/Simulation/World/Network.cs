using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>Brings events and calls to where they go: in a few milliseconds, or late, twice, in another order, or never.</summary>
internal sealed class Network(SimulatedWorld world)
{
    /// <summary>How long a caller waits for an answer.</summary>
    private const int TimeoutMs = 5_000;

    private const int LongestLateMs = 20_000;

    private readonly List<(TargetId Target, byte[] Payload)> everSent = [];

    /// <summary>Publishes an event to its target's stream; nobody is told whether it arrives.</summary>
    public void Publish(TargetId target, byte[] payload)
    {
        everSent.Add((target, payload));
        if (!world.Happens(world.Faults.LostEvent))
            world.Timeline.After(Delay(world.Faults.LateEvent), () => Deliver(target, payload));
        if (world.Happens(world.Faults.RepeatedEvent))
            world.Timeline.After(Delay(world.Faults.LateEvent), () => Deliver(target, payload));
    }

    /// <summary>All that was ever sent arrives once more, in any order.</summary>
    public void RepeatAll()
    {
        foreach (var (target, payload) in everSent)
            world.Timeline.After(world.Random.Below(1_000), () => Deliver(target, payload));
    }

    /// <summary>Nothing that was sent will ever arrive again.</summary>
    public void Forget() => everSent.Clear();

    /// <summary>Calls for a process, which gets the answer; a <see cref="LostCallException"/> for none in time, or where the callee could not.</summary>
    /// <typeparam name="TAnswer">What is answered.</typeparam>
    public Task<TAnswer> CallAsync<TAnswer>(SimulatedProcess caller, Func<Task<TAnswer?>> serve)
        where TAnswer : class
    {
        var answer = new TaskCompletionSource<TAnswer>();
        world.Timeline.After(TimeoutMs, () => caller.Do(() => Answer(null)));
        if (!world.Happens(world.Faults.LostCall))
            world.Timeline.After(Delay(world.Faults.LateCall), () => world.Start(ServeAsync));
        return answer.Task;

        async Task ServeAsync()
        {
            var answered = await serve();
            if (!world.Happens(world.Faults.LostCall))
                world.Timeline.After(Delay(world.Faults.LateCall), () => caller.Do(() => Answer(answered)));
        }

        // An exception that is set is thrown by whoever waits, and by nobody else: there are many of them.
        void Answer(TAnswer? answered)
        {
            if (answered is not null)
                answer.TrySetResult(answered);
            else if (!answer.Task.IsCompleted)
                answer.SetException(new LostCallException());
        }
    }

    private void Deliver(TargetId target, byte[] payload) => world.Start(() => world.Cluster.Target(target).ApplyAsync(payload));

    private long Delay(int lateOnceIn) =>
        world.Happens(lateOnceIn) ? 10 + world.Random.Below(world.Random.Chance(4) ? LongestLateMs : 500) : 1 + world.Random.Below(4);
}

/// <summary>Nobody answered in time, or it could not be done.</summary>
internal sealed class LostCallException() : Exception("no answer came, or it could not be done");
