using Orleans.Providers;
using Orleans.Storage;
using RechargeMonitor.Contracts;

namespace RechargeMonitor.Grains.Tests.Support;

/// <summary>What goes wrong, and how often: decided by a seeded chance, so a run can be made again.</summary>
internal sealed class Faults(int seed) : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();
    private int writesUnderWay;
    private int eventsUnderWay;
    private int mostEventsUnderWay;

    public double LosesEvent { get; set; }

    public double RepeatsEvent { get; set; }

    public double FailsBeforeWrite { get; set; }

    public double FailsAfterWrite { get; set; }

    public int Count { get; private set; }

    /// <summary>How many events were on their way into a stream or to a target at the same time, at the most.</summary>
    public int MostEventsUnderWay => Volatile.Read(ref mostEventsUnderWay);

    /// <summary>How many writes are under way.</summary>
    public int WritesUnderWay => Volatile.Read(ref writesUnderWay);

    public IDisposable Writing()
    {
        Interlocked.Increment(ref writesUnderWay);
        return new Ended(() => Interlocked.Decrement(ref writesUnderWay));
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.MethodName is not ("Enqueue" or nameof(ITargetGrain.DeliverAsync)))
        {
            await context.Invoke();
            return;
        }

        var underWay = Interlocked.Increment(ref eventsUnderWay);
        lock (gate)
            mostEventsUnderWay = Math.Max(mostEventsUnderWay, underWay);
        try
        {
            await context.Invoke();
        }
        finally
        {
            Interlocked.Decrement(ref eventsUnderWay);
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not MemoryStreamQueueGrain || context.MethodName != "Enqueue")
        {
            await context.Invoke();
            return;
        }

        if (Happens(LosesEvent))
            return;
        await context.Invoke();
        if (Happens(RepeatsEvent))
            await context.Invoke();
    }

    public bool Happens(double probability)
    {
        lock (gate)
        {
            if (probability <= 0 || random.NextDouble() >= probability)
                return false;
            Count++;
            return true;
        }
    }

    private sealed class Ended(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}

/// <summary>A storage whose writes fail, before they take place or after.</summary>
internal sealed class FaultyStorage(IGrainStorage inner, Faults faults) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => ((ILifecycleParticipant<ISiloLifecycle>)inner).Participate(lifecycle);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ReadStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ClearStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (faults.Happens(faults.FailsBeforeWrite))
            throw new IOException("injected before the write");
        using (faults.Writing())
            await inner.WriteStateAsync(stateName, grainId, grainState);
        if (faults.Happens(faults.FailsAfterWrite))
            throw new IOException("injected after the write");
    }
}
