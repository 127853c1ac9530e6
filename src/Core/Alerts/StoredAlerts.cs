using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Core.Alerts;

/// <summary>
/// An <see cref="AlertState"/> and its row: published when it is stored. Its stores must not overlap. Once its memory may
/// differ from the row it gives nobody anything.
/// </summary>
public sealed class StoredAlerts
{
    private readonly PublishedRow row;
    private readonly TimeProvider time;
    private readonly Action reload;

    // Nothing when the memory may differ from what is stored.
    private AlertState? loaded;

    /// <summary>Loads the alerts and publishes what is stored of them.</summary>
    /// <param name="rules">What is judged.</param>
    /// <param name="row">Their row.</param>
    /// <param name="snapshots">What readers see.</param>
    /// <param name="time">The clock.</param>
    /// <param name="reload">Has the holder make this object anew from the row before anything is judged again.</param>
    /// <exception cref="FormatException">The row holds no alerts, or those of a newer version.</exception>
    public StoredAlerts(IReadOnlyList<AlertRule> rules, IGuardedRow row, ISnapshotPublisher snapshots, TimeProvider time, Action reload)
    {
        (this.time, this.reload) = (time, reload);
        loaded = row.Form is { } form ? AlertState.Decode(form, rules) : new AlertState(rules);
        this.row = new PublishedRow(AlertState.Key, row, snapshots);
        this.row.PublishAsRead();
    }

    /// <summary>The alerts, to be judged and told.</summary>
    /// <exception cref="InvalidOperationException">They are being loaded again.</exception>
    public AlertState State => loaded ?? throw new InvalidOperationException("the alerts are being loaded again");

    /// <summary>Stores them as they are now.</summary>
    public async Task StoreAsync()
    {
        try
        {
            await row.WriteAsync(State.Encode(time.GetUtcNow()));
        }
        catch
        {
            // Whether the write took place is not known: load what is stored before anything else.
            loaded = null;
            reload();
            throw;
        }
    }
}
