using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Simulation;

/// <summary>A grain that holds a <see cref="StoredTarget{TTally}"/>, as the product's grain does.</summary>
/// <typeparam name="TTally">The figures.</typeparam>
internal sealed class TargetShell<TTally>(SimulatedWorld world, SimulatedProcess silo, TargetId id) : TargetShell(world, silo, id)
    where TTally : class, ITally<TTally>
{
    private StoredTarget<TTally> target = null!;

    public override Task<Done?> ApplyAsync(byte[] payload) => AnswerAsync(() =>
    {
        var result = target.Apply(BrokenEvents.AtTarget(World.Variant, Id, payload, target.Applied));
        World.Trace?.Add($"{Key} gets {new EventText(Id, payload)}: {result}");
        return Task.FromResult(Done.Answer);
    });

    public override Task<TargetConfirmation?> ConfirmAsync(PartitionOffset[] ends) =>
        AnswerAsync(() => target.ConfirmAsync(World.Breaks(Variant.ConfirmsWhatItHas) ? [] : ends));

    public override Task<Done?> RetireAsync() => AnswerAsync(async () =>
    {
        await target.RetireAsync();
        return Done.Answer;
    });

    protected override async Task LoadAsync()
    {
        var row = new SimulatedRow(World, Silo, Key);
        await row.ReadAsync();
        target = new StoredTarget<TTally>(Id, new BrokenTargetRow<TTally>(World, Id, row, Reload), World.Published, Silo.Time, Reload);
    }
}
