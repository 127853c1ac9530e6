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
    // Far more than a silo has waiting while Redis answers; while it does not, whoever dies leaves no more than this.
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

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
