using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Simulation;

/// <summary>
/// The silos and where each grain is active: once as a rule, but twice when a silo was given up that lives on, or when the
/// directory forgot one.
/// </summary>
internal sealed class SimulatedCluster(SimulatedWorld world)
{
    private const int MostActivations = 3;

    private readonly List<SimulatedProcess> silos = [];
    private readonly Dictionary<string, List<Activation>> activations = new(StringComparer.Ordinal);
    private int silosStarted;

    public IReadOnlyList<SimulatedProcess> Silos => silos;

    public IEnumerable<Activation> Activations => activations.Values.SelectMany(copies => copies).Where(activation => !activation.IsGone);

    public void StartSilo() => silos.Add(new SimulatedProcess(world, $"silo-{++silosStarted}"));

    /// <summary>A silo ends with all that its grains have in memory, and another one is started.</summary>
    public void Kill(SimulatedProcess silo)
    {
        silo.Die();
        silos.Remove(silo);
        StartSilo();
    }

    /// <summary>The grains of a silo that is given up are activated elsewhere when somebody asks for them.</summary>
    public void Suspect(SimulatedProcess silo)
    {
        if (silo.IsDead)
            return;
        silo.Suspect();
        if (silos.Remove(silo))
            StartSilo();
    }

    public TargetShell Target(TargetId id) => (TargetShell)Find(id.ToString(), silo => id.Kind switch
    {
        TargetKind.National => new TargetShell<NationalTally>(world, silo, id),
        TargetKind.Province => new TargetShell<ProvincesTally>(world, silo, id),
        _ => new TargetShell<MinuteTally>(world, silo, id),
    });

    public SourceShell Source(string partition) =>
        (SourceShell)Find(PartitionKeys.Source(partition), silo => new SourceShell(world, silo, partition));

    /// <summary>
    /// The directory finds out where grains are active twice, and lets one of them live, not always the one that knows most.
    /// </summary>
    public void EndDoubles()
    {
        foreach (var copies in activations.Values)
        {
            while (copies.Count > 1)
            {
                var copy = world.Random.Pick(copies);
                copy.Deactivate();
                copies.Remove(copy);
            }
        }
    }

    /// <summary>Everything ends at once.</summary>
    public void KillAll()
    {
        foreach (var silo in silos.ToArray())
            Kill(silo);
        activations.Clear();
    }

    private Activation Find(string key, Func<SimulatedProcess, Activation> activate)
    {
        if (!activations.TryGetValue(key, out var copies))
            activations.Add(key, copies = []);
        copies.RemoveAll(copy => copy.IsGone || copy.Silo.IsDead);
        var known = copies.FindAll(copy => !copy.Silo.IsSuspected);
        if (known.Count == 0 || (known.Count < MostActivations && world.Happens(world.Faults.DoubledActivation)))
        {
            var activation = activate(world.Random.Pick(silos));
            world.Trace?.Add($"{key} is activated on {activation.Silo.Name}{(known.Count > 0 ? " a second time" : "")}");
            copies.Add(activation);
            known.Add(activation);
            activation.Activate();
        }

        return known.Count == 1 ? known[0] : world.Random.Pick(known);
    }
}
