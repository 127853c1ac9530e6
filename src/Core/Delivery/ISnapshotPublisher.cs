namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// Takes what grains have made durable, for readers. A key is the grain's (<c>n-…</c>, <c>p-…</c>, <c>m-…</c> targets,
/// <c>s-…</c> sources, <c>r-…</c> rejected lines, <c>alerts</c>), a form is what was stored. Publishing never waits and never fails: a
/// store that is away catches up by itself.
/// </summary>
public interface ISnapshotPublisher
{
    /// <summary>Takes a form if its revision is newer than the one that readers have.</summary>
    void Publish(string key, ReadOnlyMemory<byte> form);

    /// <summary>Forgets a key: its grain's state was deleted.</summary>
    void Remove(string key);
}
