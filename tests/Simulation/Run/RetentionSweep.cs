using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Simulation;

/// <summary>Drops the figures of all but the newest days, as the product's sweep does.</summary>
internal sealed class RetentionSweep(SimulatedWorld world, int keptDays)
{
    private readonly HashSet<TargetId> doubtful = [];

    /// <summary>Whether there is nothing to drop.</summary>
    public bool IsDone => doubtful.Count == 0 && ToRetire().Length == 0;

    /// <summary>Retires what is to be retired, once; what fails is left to the next time and keeps nothing else from it.</summary>
    public async Task RunAsync(SimulatedProcess silo)
    {
        foreach (var target in ToRetire().Union(doubtful).OrderBy(target => target.Day).ThenBy(target => target.Kind))
        {
            world.Trace?.Add($"{target} is retired");
            doubtful.Add(target);
            try
            {
                await world.Network.CallAsync(silo, () => world.Cluster.Target(target).RetireAsync());
                doubtful.Remove(target);
            }
            catch (LostCallException)
            {
                // It stays in doubt.
            }
        }
    }

    /// <summary>The silo that sweeps is another one from now on, which knows nothing of what failed: all is published anew.</summary>
    public void Forget() => doubtful.Clear();

    /// <summary>What is stored of days that are not kept.</summary>
    private TargetId[] ToRetire()
    {
        var targets = world.Store.Rows.Keys.Select(key => TargetId.TryParse(key, out var id) ? id : (TargetId?)null).OfType<TargetId>().ToArray();
        var old = targets.Select(target => target.Day).Distinct().OrderDescending().Skip(keptDays).ToHashSet();
        return [.. targets.Where(target => old.Contains(target.Day) && !IsRetired(target))];
    }

    private bool IsRetired(TargetId target) =>
        target.Kind == TargetKind.National && new Target<NationalTally>(target, world.Store.Rows[target.ToString()].Form).Tally.IsRetired;
}
