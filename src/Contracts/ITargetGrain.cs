namespace RechargeMonitor.Contracts;

/// <summary>
/// A grain that keeps figures. Its key is a <see cref="Core.Delivery.TargetId"/>. Notifications reach it by its stream; what
/// they become is durable once <see cref="ConfirmAsync"/> says so.
/// </summary>
[Alias("RechargeMonitor.ITargetGrain")]
public interface ITargetGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes durable what the target has counted, if it has counted all that is asked for; answers at once in any case. A
    /// call overtakes the stream's events, so an answer that is not durable yet is asked for again.
    /// </summary>
    /// <param name="ends">The offset of each partition below which everything must be counted.</param>
    [Alias("Confirm")]
    Task<Confirmation> ConfirmAsync(PartitionEnd[] ends);

    /// <summary>Takes an event by a direct call, where its stream stays silent.</summary>
    [Alias("Deliver")]
    Task DeliverAsync(NotificationEvent notificationEvent);

    /// <summary>Drops what a day that is no longer kept need not have.</summary>
    [Alias("Retire")]
    Task RetireAsync();
}

/// <summary>Keeps the nationwide figures of a day.</summary>
[Alias("RechargeMonitor.INationalGrain")]
public interface INationalGrain : ITargetGrain;

/// <summary>Keeps the figures of a province and day.</summary>
[Alias("RechargeMonitor.IProvinceGrain")]
public interface IProvinceGrain : ITargetGrain;

/// <summary>Keeps the figures of a minute.</summary>
[Alias("RechargeMonitor.IMinuteGrain")]
public interface IMinuteGrain : ITargetGrain;
