namespace RechargeMonitor.Core.Delivery;

/// <summary>A row that readers see: it is published after it is durable, never before.</summary>
/// <param name="key">What it is published under.</param>
/// <param name="row">The row.</param>
/// <param name="snapshots">What readers see.</param>
internal sealed class PublishedRow(string key, IGuardedRow row, ISnapshotPublisher snapshots)
{
    /// <summary>Publishes what was read: a write whose success was in doubt may have taken place without having been published.</summary>
    public void PublishAsRead()
    {
        if (row.Form is { } form)
            snapshots.Publish(key, form);
    }

    /// <summary>Writes and publishes; throws where the write is not known to have taken place.</summary>
    public async Task WriteAsync(byte[] form)
    {
        await row.WriteAsync(form);
        snapshots.Publish(key, form);
    }

    /// <summary>Deletes, and has readers forget it; throws where it is not known to be deleted.</summary>
    public async Task DeleteAsync()
    {
        await row.DeleteAsync();
        snapshots.Remove(key);
    }
}
