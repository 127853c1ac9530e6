using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Orleans.Streams.Core;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Grains;

/// <summary>
/// The shell around a <see cref="StoredTarget{TTally}"/>: takes its stream's events and its feeders' calls, one at a time,
/// and is deactivated when the target is to be loaded again.
/// </summary>
/// <typeparam name="TTally">The figures.</typeparam>
public abstract partial class TargetGrain<TTally>(
    IPersistentState<StateRow> state,
    ISnapshotPublisher snapshots,
    TimeProvider time,
    ILogger logger) : Grain, ITargetGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<NotificationEvent>
    where TTally : class, ITally<TTally>
{
    private StoredTarget<TTally> target = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        if (!TargetId.TryParse(key, out var id))
            throw new ArgumentException($"{key} names no target");
        try
        {
            target = new StoredTarget<TTally>(id, new StateForm(state), snapshots, time, DeactivateOnIdle);
        }
        catch (FormatException exception)
        {
            // Its feeders wait until a silo has it that can read it.
            LogUnreadable(logger, key, exception.Message);
            throw;
        }

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
        var answer = await target.ConfirmAsync(Array.ConvertAll(ends, end => new PartitionOffset(end.Partition, end.End)));
        return new Confirmation(answer.IsDurable, answer.Missing, answer.Gaps);
    }

    /// <inheritdoc/>
    public Task RetireAsync() => target.RetireAsync();

    private void Apply(NotificationEvent notificationEvent)
    {
        if (target.Apply(notificationEvent.Payload) == ApplyResult.Gap)
            LogGap(logger, this.GetPrimaryKeyString());
    }

    [LoggerMessage(2001, LogLevel.Debug, "{Target} ignored a batch because one before it is missing; its feeder sends both again")]
    private static partial void LogGap(ILogger logger, string target);

    [LoggerMessage(2003, LogLevel.Error, "{Target} cannot be counted here: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string target, string reason);

    [LoggerMessage(2002, LogLevel.Debug, "{Target} lost events of its stream; their feeder sends them again")]
    private static partial void LogStreamError(ILogger logger, Exception exception, string target);
}
