using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Grains;

namespace RechargeMonitor.Silo.Storage;

/// <summary>What a row of the table of grain states is to readers.</summary>
internal static class StoredRow
{
    /// <summary>The key that its grain publishes it under: a source's grain has two states under one key.</summary>
    public static string KeyOf(string state, string grain) =>
        state == StateNames.Rejects && PartitionKeys.PartitionOfSource(grain) is { } partition ? PartitionKeys.Rejects(partition) : grain;
}
