using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>A process's calls to grains, over the network.</summary>
internal sealed class SimulatedCalls(SimulatedWorld world, SimulatedProcess process) : ICheckpointCalls
{
    public Task<TargetConfirmation> ConfirmAsync(TargetId target, PartitionOffset[] ends) =>
        world.Network.CallAsync(process, () => world.Cluster.Target(target).ConfirmAsync(ends));

    public async Task<long> CommitAsync(SealedRange range) =>
        (await world.Network.CallAsync(process, () => world.Cluster.Source(range.Partition).CommitAsync(range))).Committed;

    /// <summary>Asks for the books of a partition.</summary>
    public async Task<KnownPartition> OpenAsync(PartitionDescriptor partition) =>
        new(partition, (await world.Network.CallAsync(process, () => world.Cluster.Source(partition.Partition).OpenAsync())).Committed);
}
