using StackExchange.Redis;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>
/// Where things are in Redis. The braces are a hash tag: they keep all keys in one slot of a Redis Cluster, so that one
/// script may change them together.
/// </summary>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>Hash: <c>epoch</c>, another one whenever what was stored is lost; <c>complete</c>, whether all was published since; <c>sequence</c>, the newest revision; <c>pruned</c>, that of the newest forgotten tombstone.</summary>
    public RedisKey State { get; } = $"{{{prefix}}}:state";

    /// <summary>Hash: what each key holds.</summary>
    public RedisKey Forms { get; } = $"{{{prefix}}}:forms";

    /// <summary>Hash: of each key the form's own revision and when it was made durable in ms; of a removed one a dash and when it was removed.</summary>
    public RedisKey Revisions { get; } = $"{{{prefix}}}:revisions";

    /// <summary>Sorted set: all keys, removed ones too, by the sequence of their last change.</summary>
    public RedisKey Changes { get; } = $"{{{prefix}}}:changes";

    /// <summary>Sorted set: the removed keys by sequence.</summary>
    public RedisKey Tombstones { get; } = $"{{{prefix}}}:tombstones";

    /// <summary>Who publishes everything again; expires.</summary>
    public RedisKey Republisher { get; } = $"{{{prefix}}}:republisher";

    /// <summary>Announces the newest sequence.</summary>
    public RedisChannel Announcements { get; } = RedisChannel.Literal($"{{{prefix}}}:changed");
}
