using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>That something is done.</summary>
internal sealed record Done
{
    public static Done Answer { get; } = new();
}

/// <summary>A grain that holds a target, whatever its figures.</summary>
internal abstract class TargetShell(SimulatedWorld world, SimulatedProcess silo, TargetId id) : Activation(world, silo, id.ToString())
{
    public TargetId Id { get; } = id;

    public abstract Task<Done?> ApplyAsync(byte[] payload);

    public abstract Task<TargetConfirmation?> ConfirmAsync(PartitionOffset[] ends);

    public abstract Task<Done?> RetireAsync();
}
