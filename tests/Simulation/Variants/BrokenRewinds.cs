namespace RechargeMonitor.Simulation;

/// <summary>Where a feeder would start partitions again if it broke a rule: it remembers that itself, and asks no books.</summary>
internal sealed class BrokenRewinds(Variant variant)
{
    private readonly Dictionary<string, long> offsets = new(StringComparer.Ordinal);

    public void Committed(string partition, long offset) => Note(Variant.RewindsToItsOwnMemory, partition, offset);

    public void Read(string partition, long offset) => Note(Variant.RewindsTooLittle, partition, offset);

    /// <summary>Where a partition is to be started again; nothing where the books are asked.</summary>
    public long? OffsetOf(string partition) => offsets.TryGetValue(partition, out var offset) ? offset : null;

    private void Note(Variant rule, string partition, long offset)
    {
        if (variant == rule)
            offsets[partition] = offset;
    }
}
