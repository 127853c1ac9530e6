using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>The answers of grains as a checkpoint would take them if it broke a rule.</summary>
internal sealed class BrokenCalls(SimulatedWorld world, SimulatedCalls calls) : ICheckpointCalls
{
    public Task<TargetConfirmation> ConfirmAsync(TargetId target, PartitionOffset[] ends)
    {
        var isAsked = !world.Breaks(Variant.CommitsUnconfirmed) && (target.Kind == TargetKind.National || !world.Breaks(Variant.AsksSomeTargetsOnly));
        return isAsked ? calls.ConfirmAsync(target, ends) : Task.FromResult(TargetConfirmation.Durable);
    }

    public Task<long> CommitAsync(SealedRange range) =>
        world.Breaks(Variant.DoesNotRewind) ? CommitAnywayAsync(range) : calls.CommitAsync(range);

    private async Task<long> CommitAnywayAsync(SealedRange range)
    {
        try
        {
            await calls.CommitAsync(range);
        }
        catch (LostCallException)
        {
            // Whoever breaks the rule does not care.
        }

        return range.To;
    }
}
