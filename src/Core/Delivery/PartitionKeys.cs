namespace RechargeMonitor.Core.Delivery;

/// <summary>Keys of what belongs to a partition. Those of targets are <see cref="TargetId"/>s.</summary>
public static class PartitionKeys
{
    private const string SourcePrefix = "s-";
    private const string RejectsPrefix = "r-";

    /// <summary>The key of a partition's ledger, which is its grain's key too.</summary>
    public static string Source(string partition) => SourcePrefix + partition;

    /// <summary>The key of a partition's rejected lines.</summary>
    public static string Rejects(string partition) => RejectsPrefix + partition;

    /// <summary>The partition of a ledger's key, or nothing.</summary>
    public static string? PartitionOfSource(string key) => Rest(key, SourcePrefix);

    /// <summary>The partition of the key of rejected lines, or nothing.</summary>
    public static string? PartitionOfRejects(string key) => Rest(key, RejectsPrefix);

    private static string? Rest(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : null;
}
