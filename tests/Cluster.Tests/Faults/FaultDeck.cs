namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>Deals faults in an order of chance, so that each has come once before any comes again.</summary>
internal sealed class FaultDeck(IReadOnlyList<Fault> faults, Random random)
{
    private readonly List<Fault> waiting = [];

    /// <summary>The next two that may happen at the same time.</summary>
    public (Fault First, Fault Second) NextPair()
    {
        var first = Take(_ => true);
        return (first, Take(fault => fault.Subject != first.Subject));
    }

    private Fault Take(Predicate<Fault> fits)
    {
        if (!waiting.Exists(fits))
        {
            var all = faults.ToArray();
            random.Shuffle(all);
            waiting.AddRange(all);
        }

        var place = waiting.FindIndex(fits);
        var taken = waiting[place];
        waiting.RemoveAt(place);
        return taken;
    }
}
