using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Core.Tests.Delivery.Simulation;

/// <summary>The targets and sources of all processes, and the events on their way to them.</summary>
internal sealed class SimulatedCluster(Random random, Variant variant)
{
    private readonly Dictionary<TargetId, List<SimulatedTarget>> targets = [];
    private readonly Dictionary<string, List<SimulatedSource>> sources = [];
    private readonly List<OutgoingEvent> underway = [];
    private readonly List<OutgoingEvent> everSent = [];

    public SimulatedStore Store { get; } = new(random, variant);

    /// <summary>Whether events are lost and repeated and processes come and go.</summary>
    public bool IsUnruly { get; private set; } = true;

    public void Publish(IEnumerable<OutgoingEvent> events)
    {
        foreach (var sent in events)
        {
            var broken = sent with { Payload = Broken(sent) };
            underway.Add(broken);
            everSent.Add(broken);
        }
    }

    /// <summary>One event arrives, not always the first, not always once, not always at all.</summary>
    public void Deliver()
    {
        if (underway.Count == 0)
            return;
        var index = random.Next(3) == 0 ? random.Next(underway.Count) : 0;
        var arrived = underway[index];
        if (!IsUnruly || random.Next(6) > 0)
            underway.RemoveAt(index);
        if (!IsUnruly || random.Next(12) > 0)
            Call(targets, arrived.Target, LoadTarget, target => Apply(target, arrived));
    }

    public void DeliverAll()
    {
        while (underway.Count > 0)
            Deliver();
    }

    /// <summary>All that was ever sent comes once more, in any order.</summary>
    public void Repeat()
    {
        underway.AddRange(everSent);
        DeliverAll();
    }

    public bool Confirm(TargetId id, string partition, long end) =>
        Call(targets, id, LoadTarget, target => target.Confirm(partition, end));

    public long Committed(string partition) => Call(sources, partition, LoadSource, source => source.Committed);

    public long Commit(SealedRange range) => Call(sources, range.Partition, LoadSource, source => source.Commit(range));

    /// <summary>A process dies, and with it what it had in memory.</summary>
    public void Crash()
    {
        foreach (var copies in targets.Values.Where(_ => random.Next(3) == 0))
            copies.Clear();
        foreach (var copies in sources.Values.Where(_ => random.Next(3) == 0))
            copies.Clear();
    }

    /// <summary>No more faults; of each target and source one copy outlives the others, not always the best.</summary>
    public void CalmDown()
    {
        (IsUnruly, Store.FaultEvery) = (false, 0);
        foreach (var copies in targets.Values)
            KeepOne(copies);
        foreach (var copies in sources.Values)
            KeepOne(copies);
    }

    public void StoreAll()
    {
        foreach (var target in targets.Values.SelectMany(copies => copies))
        {
            try
            {
                target.Store();
            }
            catch (Exception fault) when (fault is SimulatedFault or InvalidOperationException)
            {
                // A copy that was overtaken by another one: it may not store, and nobody relies on it.
            }
        }
    }

    private void KeepOne<TCopy>(List<TCopy> copies)
    {
        while (copies.Count > 1)
            copies.RemoveAt(random.Next(copies.Count));
    }

    private SimulatedTarget LoadTarget(TargetId id) => SimulatedTarget.Load(id, Store, variant);

    private SimulatedSource LoadSource(string partition) => new(partition, Store, variant);

    private static bool Apply(SimulatedTarget target, OutgoingEvent arrived)
    {
        target.Apply(arrived.Payload);
        return true;
    }

    /// <summary>Calls one of the copies, or a new one; a copy that a write failed for is given up.</summary>
    private TResult Call<TKey, TCopy, TResult>(Dictionary<TKey, List<TCopy>> all, TKey key, Func<TKey, TCopy> load, Func<TCopy, TResult> call)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out var copies))
            all.Add(key, copies = []);
        if (copies.Count == 0 || (IsUnruly && random.Next(25) == 0))
            copies.Add(load(key));
        var copy = copies[random.Next(copies.Count)];
        try
        {
            return call(copy);
        }
        catch (SimulatedFault)
        {
            copies.Remove(copy);
            throw;
        }
        catch (InvalidOperationException)
        {
            throw new SimulatedFault();
        }
    }

    /// <summary>The event as a feeder would send it that keeps a rule less.</summary>
    private byte[] Broken(OutgoingEvent sent) => variant switch
    {
        Variant.WithoutChain => EventRewriter.Rewrite(sent, head => head with { PreviousEnd = Math.Min(head.Committed, head.PreviousEnd) }),
        Variant.WithoutCommitted => EventRewriter.Rewrite(sent, head => head with { Committed = 0 }),
        _ => sent.Payload,
    };
}
