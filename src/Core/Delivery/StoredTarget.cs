using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// A <see cref="Target{TTally}"/> and its row: what is counted is stored when it is asked for, and published when it is
/// stored. Its calls must not interleave, so that what is stored is what was counted when the write began. Once its memory
/// may differ from the row it answers nobody.
/// </summary>
/// <typeparam name="TTally">The figures.</typeparam>
public sealed class StoredTarget<TTally>
    where TTally : class, ITally<TTally>
{
    private readonly TargetId id;
    private readonly PublishedRow row;
    private readonly TimeProvider time;
    private readonly Action reload;

    // Nothing when the memory may differ from what is stored.
    private Target<TTally>? loaded;

    /// <summary>Loads a target and publishes what is stored of it.</summary>
    /// <param name="id">The target.</param>
    /// <param name="row">Its row.</param>
    /// <param name="snapshots">What readers see.</param>
    /// <param name="time">The clock.</param>
    /// <param name="reload">Has the holder make this object anew from the row before anybody is answered again.</param>
    /// <exception cref="FormatException">The row holds no such target, or one of a newer version.</exception>
    public StoredTarget(TargetId id, IGuardedRow row, ISnapshotPublisher snapshots, TimeProvider time, Action reload)
    {
        (this.id, this.time, this.reload) = (id, time, reload);
        loaded = row.Form is { } form ? new Target<TTally>(id, form) : new Target<TTally>(id);
        this.row = new PublishedRow(id.ToString(), row, snapshots);
        this.row.PublishAsRead();
    }

    private Target<TTally> Target => loaded ?? throw new InvalidOperationException($"{id} is being loaded again");

    /// <summary>The offset below which everything of a partition is counted, though not all of it may be stored.</summary>
    public long Applied(string partition) => Target.Applied(partition);

    /// <summary>Counts an event's batches.</summary>
    /// <exception cref="FormatException">The bytes are no event.</exception>
    public ApplyResult Apply(ReadOnlySpan<byte> payload)
    {
        try
        {
            return Target.Apply(payload);
        }
        catch (FormatException)
        {
            // Half of the event may be counted: only the stored state is sound.
            Unload();
            throw;
        }
    }

    /// <summary>Stores what was counted, if all that is asked for was; answers at once if not.</summary>
    /// <param name="ends">The offset of each partition below which everything must be counted.</param>
    public async Task<TargetConfirmation> ConfirmAsync(IReadOnlyList<PartitionOffset> ends)
    {
        var target = Target;
        string[] missing = [.. ends.Where(end => target.Applied(end.Partition) < end.Offset).Select(end => end.Partition)];
        if (missing.Length > 0)
            return new TargetConfirmation(false, missing, Array.FindAll(missing, target.HasGap));
        if (target.IsDirty)
            await StoreAsync(target);
        return TargetConfirmation.Durable;
    }

    /// <summary>Drops what a day that is no longer kept need not have: all of it, where nothing of the target is wanted.</summary>
    public async Task RetireAsync()
    {
        var target = Target;
        if (target.Retire())
        {
            await StoreAsync(target);
            return;
        }

        // Whatever becomes of the delete: what is in memory is not to be stored any more.
        Unload();
        await row.DeleteAsync();
    }

    private async Task StoreAsync(Target<TTally> target)
    {
        var now = time.GetUtcNow();
        try
        {
            await row.WriteAsync(target.Encode(now));
        }
        catch
        {
            // Whether the write took place is not known, so neither is the row's version.
            Unload();
            throw;
        }

        target.Stored(now);
    }

    private void Unload()
    {
        loaded = null;
        reload();
    }
}
