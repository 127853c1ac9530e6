using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Orleans.Streams.Core;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Grains;

/// <summary>
/// The shell around a <see cref="Target{TTally}"/>: takes its stream's events, stores its state when it is asked to confirm,
/// and publishes what was stored. Calls do not interleave, so what is stored is what was counted when the write began.
/// </summary>
/// <typeparam name="TTally">The figures.</typeparam>
public abstract partial class TargetGrain<TTally>(
    IPersistentState<StateRow> state,
    ISnapshotPublisher snapshots,
    TimeProvider time,
    ILogger logger) : Grain, ITargetGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<NotificationEvent>
    where TTally : class, ITally<TTally>
{
    // Nothing when the memory may differ from what is stored: until the grain is loaded again it answers nobody.
    private Target<TTally>? loaded;

    private Target<TTally> Target => loaded ?? throw new InvalidOperationException($"{this.GetPrimaryKeyString()} is being loaded again");

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (!TargetId.TryParse(key, out var id))
            throw new ArgumentException($"{key} names no target");
        loaded = Load(key, id);

        // A write whose success was in doubt may have taken place without having been published.
        if (state.RecordExists)
            snapshots.Publish(key, state.State.Form);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<NotificationEvent>().ResumeAsync(this);

    /// <inheritdoc/>
    public Task OnNextAsync(IList<SequentialItem<NotificationEvent>> items)
    {
        foreach (var item in items)
            Apply(item.Item);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OnErrorAsync(Exception ex)
    {
        // The feeder notices what is missing and sends it again.
        LogStreamError(logger, ex, this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeliverAsync(NotificationEvent notificationEvent)
    {
        Apply(notificationEvent);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Confirmation> ConfirmAsync(PartitionEnd[] ends)
    {
        var target = Target;
        var missing = Array.FindAll(ends, end => target.Applied(end.Partition) < end.End);
        if (missing.Length > 0)
        {
            var partitions = Array.ConvertAll(missing, end => end.Partition);
            return new Confirmation(false, partitions, Array.FindAll(partitions, target.HasGap));
        }

        if (target.IsDirty)
            await StoreAsync(target);
        return new Confirmation(true, [], []);
    }

    /// <inheritdoc/>
    public async Task RetireAsync()
    {
        var target = Target;
        if (target.Retire())
        {
            await StoreAsync(target);
            return;
        }

        LoadAgain();
        await state.ClearStateAsync();
        snapshots.Remove(this.GetPrimaryKeyString());
    }

    private Target<TTally> Load(string key, TargetId id)
    {
        if (!state.RecordExists)
            return new Target<TTally>(id);
        try
        {
            return new Target<TTally>(id, state.State.Form);
        }
        catch (FormatException exception)
        {
            // Its feeders wait until a silo has it that can read it.
            LogUnreadable(logger, key, exception.Message);
            throw;
        }
    }

    private void Apply(NotificationEvent notificationEvent)
    {
        try
        {
            if (Target.Apply(notificationEvent.Payload) == ApplyResult.Gap)
                LogGap(logger, this.GetPrimaryKeyString());
        }
        catch (FormatException)
        {
            // Half of the event may be counted: only the stored state is sound.
            LoadAgain();
            throw;
        }
    }

    private async Task StoreAsync(Target<TTally> target)
    {
        var now = time.GetUtcNow();
        var form = target.Encode(now);
        state.State = new StateRow { Form = form };
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // Whether the write took place is not known, so neither is the row's version.
            LoadAgain();
            throw;
        }

        target.Stored(now);
        snapshots.Publish(this.GetPrimaryKeyString(), form);
    }

    private void LoadAgain()
    {
        loaded = null;
        DeactivateOnIdle();
    }

    [LoggerMessage(2001, LogLevel.Debug, "{Target} ignored a batch because one before it is missing; its feeder sends both again")]
    private static partial void LogGap(ILogger logger, string target);

    [LoggerMessage(2003, LogLevel.Error, "{Target} cannot be counted here: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string target, string reason);

    [LoggerMessage(2002, LogLevel.Debug, "{Target} lost events of its stream; their feeder sends them again")]
    private static partial void LogStreamError(ILogger logger, Exception exception, string target);
}
