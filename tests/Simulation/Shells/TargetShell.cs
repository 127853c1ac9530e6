using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>The offset that a target must have applied of a partition.</summary>
internal readonly record struct PartitionEnd(string Partition, long End);

/// <summary>What a target answers when it is asked to confirm.</summary>
/// <param name="Missing">The partitions of which it does not have everything yet; none when all of it is durable.</param>
/// <param name="Gaps">Those of them of which it ignored something.</param>
internal sealed record Confirmation(string[] Missing, string[] Gaps)
{
    public static Confirmation Durable { get; } = new([], []);
}

/// <summary>That something is done.</summary>
internal sealed record Done
{
    public static Done Answer { get; } = new();
}

/// <summary>The shell that a grain is around a target of Core, whatever its figures.</summary>
internal abstract class TargetShell(SimulatedWorld world, SimulatedProcess silo, TargetId id) : Activation(world, silo, id.ToString())
{
    public TargetId Id { get; } = id;

    public abstract Task<Done?> ApplyAsync(byte[] payload);

    public abstract Task<Confirmation?> ConfirmAsync(PartitionEnd[] ends);

    public abstract Task<Done?> RetireAsync();
}
