using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Simulation;

/// <summary>Drops the figures of all but the newest days, as the product's sweep does.</summary>
internal static class RetentionSweep
{
    /// <summary>What is stored of days that are not kept, the nationwide targets first.</summary>
    public static TargetId[] ToRetire(SimulatedStore store, int keptDays)
    {
        var targets = store.Rows.Keys.Select(key => TargetId.TryParse(key, out var id) ? id : (TargetId?)null).OfType<TargetId>().ToArray();
        var old = targets.Select(target => target.Day).Distinct().OrderDescending().Skip(keptDays).ToHashSet();
        return [.. targets.Where(target => old.Contains(target.Day) && !IsRetired(store, target)).OrderBy(target => target.Day).ThenBy(target => target.Kind)];
    }

    /// <summary>Retires them once; what fails is left to the next sweep.</summary>
    public static async Task RunAsync(SimulatedWorld world, SimulatedProcess silo, int keptDays)
    {
        foreach (var target in ToRetire(world.Store, keptDays))
        {
            world.Trace?.Add($"{target} is retired");
            if (await world.Network.CallAsync(silo, () => world.Cluster.Target(target).RetireAsync()) is null)
                return;
        }
    }

    private static bool IsRetired(SimulatedStore store, TargetId target) =>
        target.Kind == TargetKind.National && new Target<NationalTally>(target, store.Rows[target.ToString()].Form).Tally.IsRetired;
}
