using Microsoft.Extensions.Hosting;
using RechargeMonitor.Snapshots.Redis;

namespace RechargeMonitor.Silo.Clustering;

/// <summary>
/// Publishes again what was stored lately when a silo has died, and at this one's own start, when all may have: what the
/// dead one had stored and not yet published is nowhere but in the database, and nobody may ever touch it again.
/// </summary>
/// <param name="silos">Tells which silos live.</param>
/// <param name="publisher">Publishes.</param>
/// <param name="time">The clock.</param>
public sealed class RepublishAfterLoss(ISiloStatusOracle silos, RedisSnapshotPublisher publisher, TimeProvider time) : IHostedService, ISiloStatusListener
{
    // Far longer than a silo may have been unable to reach Redis without anybody having mended that. A day has some thousand
    // rows; what is older is published by recharge-monitor snapshots rebuild.
    private static readonly TimeSpan Span = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        publisher.RequestRepublish(time.GetUtcNow() - Span);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        silos.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
            publisher.RequestRepublish(time.GetUtcNow() - Span);
    }
}
