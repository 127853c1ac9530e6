using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Simulation;

/// <summary>The shell that a grain is around a <see cref="Target{TTally}"/>.</summary>
/// <typeparam name="TTally">The figures.</typeparam>
internal sealed class TargetShell<TTally>(SimulatedWorld world, SimulatedProcess silo, TargetId id) : TargetShell(world, silo, id)
    where TTally : class, ITally<TTally>
{
    private Target<TTally> target = new(id);
    private byte[]? stored;
    private int etag;

    public override Task<Done?> ApplyAsync(byte[] payload) => AnswerAsync(() =>
    {
        var result = target.Apply(BrokenEvents.AtTarget(World.Variant, Id, payload, target.Applied));
        World.Trace?.Add($"{Key} gets {new EventText(Id, payload)}: {result}");
        return Task.FromResult<Done?>(Done.Answer);
    });

    public override Task<Confirmation?> ConfirmAsync(PartitionEnd[] ends) => AnswerAsync(async () =>
    {
        var missing = Array.FindAll(ends, end => target.Applied(end.Partition) < end.End);
        if (missing.Length > 0 && !World.Breaks(Variant.ConfirmsWhatItHas))
        {
            var partitions = Array.ConvertAll(missing, end => end.Partition);
            return new Confirmation(partitions, Array.FindAll(partitions, target.HasGap));
        }

        if (!target.IsDirty || World.Breaks(Variant.ConfirmsUnstored))
            return Confirmation.Durable;
        var storing = StoreAsync();
        return World.Breaks(Variant.AnswersBeforeWriting) || await storing ? Confirmation.Durable : null;
    });

    public override Task<Done?> RetireAsync() => AnswerAsync(async () =>
    {
        if (target.Retire())
            return await StoreAsync() ? Done.Answer : null;
        Deactivate();
        if (etag > 0 && await World.Store.DeleteAsync(Silo, Key, etag) == 0)
            return null;
        World.Published.Remove(Key);
        return Done.Answer;
    });

    protected override async Task LoadAsync()
    {
        if (await World.Store.ReadAsync(Silo, Key) is not { } row)
            return;
        (etag, stored) = (row.Etag, row.Form);
        target = new Target<TTally>(Id, World.Breaks(Variant.LosesPositionsOnLoad) ? TargetForm<TTally>.WithoutPositions(Id, row.Form) : row.Form);
        World.Published.Publish(Key, row.Form);
    }

    private async Task<bool> StoreAsync()
    {
        var now = World.WallClock;
        var form = target.Encode(now);
        if (World.Breaks(Variant.StoresPositionsApart))
            etag = await WriteAsync(Key, etag, TargetForm<TTally>.WithPositionsOf(Id, form, stored));
        var version = await WriteAsync(Key, etag, form);
        if (version == 0 && World.Breaks(Variant.KeepsMemoryAfterFailedWrites))
        {
            etag = World.Store.Rows.GetValueOrDefault(Key).Etag;
            return false;
        }

        if (version == 0 && !World.Breaks(Variant.TrustsFailedWrites))
        {
            World.Trace?.Add($"{Key} does not know what became of its write and is deactivated");
            Deactivate();
            return false;
        }

        (etag, stored) = (version, form);
        target.Stored(now);
        World.Published.Publish(Key, form);
        return true;
    }
}
