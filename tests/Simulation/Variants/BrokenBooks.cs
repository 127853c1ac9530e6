using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>The books of partitions, as a feeder would have them if it broke a rule about asking for them.</summary>
internal sealed class BrokenBooks(SimulatedWorld world, SimulatedProcess process, SimulatedSource source, SimulatedCalls calls)
{
    private const int PauseMs = 1_000;

    private readonly Dictionary<string, long> first = new(StringComparer.Ordinal);

    public async Task<KnownPartition> OpenAsync(PartitionDescriptor partition)
    {
        if (Remembered(partition.Partition) is { } offset)
            return new KnownPartition(partition, offset);
        var asking = AskAsync(partition);
        await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (asking.IsCompletedSuccessfully)
            first.TryAdd(partition.Partition, asking.Result.Committed);
        else if (world.Breaks(Variant.AsksOnForBooks))
            world.Start(() => AskOnAsync(partition));
        return await asking;
    }

    private Task<KnownPartition> AskAsync(PartitionDescriptor partition)
    {
        source.Asked(partition.Partition);
        return calls.OpenAsync(partition);
    }

    private long? Remembered(string partition) => world.Variant switch
    {
        Variant.RewindsToItsOwnMemory => source.Memory(partition)?.Committed,
        Variant.RewindsTooLittle => source.Memory(partition)?.Position,
        Variant.TakesOldAnswers when first.TryGetValue(partition, out var offset) => offset,
        _ => null,
    };

    private async Task AskOnAsync(PartitionDescriptor partition)
    {
        for (var isAnswered = false; !isAnswered;)
        {
            await world.DelayAsync(process, PauseMs);
            var asking = AskAsync(partition);
            await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isAnswered = asking.IsCompletedSuccessfully;
        }
    }
}
