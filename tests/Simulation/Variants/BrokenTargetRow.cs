using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Simulation;

/// <summary>
/// A target's row as it would be if the target broke a rule about it. What a rule forbids is done to the row behind the
/// target's back, so the product's code runs as it is.
/// </summary>
/// <typeparam name="TTally">The figures.</typeparam>
/// <param name="world">The world, which says what is broken.</param>
/// <param name="id">The target.</param>
/// <param name="row">Its row.</param>
/// <param name="lost">Ends the target, as a lost write does.</param>
internal sealed class BrokenTargetRow<TTally>(SimulatedWorld world, TargetId id, SimulatedRow row, Action lost) : IGuardedRow
    where TTally : class, ITally<TTally>
{
    public byte[]? Form => row.Form is { } form && world.Breaks(Variant.LosesPositionsOnLoad) ? TargetForm<TTally>.WithoutPositions(id, form) : row.Form;

    public Task WriteAsync(byte[] form)
    {
        switch (world.Variant)
        {
            case Variant.ConfirmsUnstored:
                return Task.CompletedTask;
            case Variant.AnswersBeforeWriting:
                world.Start(() => WriteUnawaitedAsync(form));
                return Task.CompletedTask;
            case Variant.StoresPositionsApart:
                return WriteApartAsync(form);
            case Variant.TrustsFailedWrites:
                return row.TryWriteAsync(form);
            case Variant.KeepsMemoryAfterFailedWrites:
                return row.WriteOverAsync(form);
            default:
                return row.WriteAsync(form);
        }
    }

    public Task DeleteAsync() => row.DeleteAsync();

    private async Task WriteUnawaitedAsync(byte[] form)
    {
        if (!await row.TryWriteAsync(form))
            lost();
    }

    private async Task WriteApartAsync(byte[] form)
    {
        await row.WriteAsync(TargetForm<TTally>.WithPositionsOf(id, form, row.Form));
        await row.WriteAsync(form);
    }
}
