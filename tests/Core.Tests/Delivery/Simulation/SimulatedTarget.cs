using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Core.Tests.Delivery.Simulation;

/// <summary>A target in some process's memory; there may be several of one target.</summary>
internal abstract class SimulatedTarget
{
    public abstract void Apply(byte[] payload);

    /// <summary>Whether everything below the end is counted and stored, after storing it.</summary>
    public abstract bool Confirm(string partition, long end);

    /// <summary>Stores what is not stored yet.</summary>
    public abstract void Store();

    public static SimulatedTarget Load(TargetId id, SimulatedStore store, Variant variant) => id.Kind switch
    {
        TargetKind.National => new SimulatedTarget<NationalTally>(id, store, variant),
        TargetKind.Province => new SimulatedTarget<ProvincesTally>(id, store, variant),
        _ => new SimulatedTarget<MinuteTally>(id, store, variant),
    };
}

/// <summary>The shell that a grain is around a <see cref="Target{TTally}"/>.</summary>
internal sealed class SimulatedTarget<TTally> : SimulatedTarget
    where TTally : class, ITally<TTally>
{
    private readonly Target<TTally> target;
    private readonly string key;
    private readonly SimulatedStore store;
    private readonly Variant variant;
    private int etag;

    public SimulatedTarget(TargetId id, SimulatedStore store, Variant variant)
    {
        (key, this.store, this.variant) = (id.ToString(), store, variant);
        (etag, var form) = store.Read(key);
        target = form is null ? new Target<TTally>(id) : new Target<TTally>(id, form);
    }

    public override void Apply(byte[] payload) => target.Apply(payload);

    public override bool Confirm(string partition, long end)
    {
        if (target.Applied(partition) < end)
            return false;
        if (variant != Variant.ConfirmsUnstored)
            Store();
        return true;
    }

    public override void Store()
    {
        if (!target.IsDirty)
            return;
        var now = DateTimeOffset.UnixEpoch.AddMilliseconds(target.Revision);
        try
        {
            etag = store.Write(key, etag, target.Encode(now));
        }
        catch (SimulatedFault) when (variant == Variant.TrustsFailedWrites)
        {
        }
        catch (SimulatedFault) when (variant == Variant.KeepsMemoryAfterFailedWrites)
        {
            etag = store.Read(key).Etag;
            throw new InvalidOperationException("the memory is kept");
        }

        target.Stored(now);
    }
}
