using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Grains;

namespace RechargeMonitor.Silo.Storage;

/// <summary>What a row of the table of grain states is to readers.</summary>
internal static class StoredRow
{
    /// <summary>Publishes a row under the key that its grain publishes it under.</summary>
    public static void Publish(ISnapshotPublisher snapshots, string state, string grain, byte[] form) => snapshots.Publish(KeyOf(state, grain), form);

    // A source's grain has two states under one key.
    private static string KeyOf(string state, string grain) =>
        state == StateNames.Rejects && PartitionKeys.PartitionOfSource(grain) is { } partition ? PartitionKeys.Rejects(partition) : grain;
}
