using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>Whether figures can be answered: not before they were read once, and with a warning while they are the last known ones.</summary>
public sealed class RedisReaderCheck(RedisFiguresReader reader, FiguresView view) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!reader.IsLoaded)
            return Task.FromResult(HealthCheckResult.Unhealthy($"no figures were read yet: Redis {reader.Fault ?? "is being asked"}"));
        return Task.FromResult(view.StaleSince is { } since
            ? HealthCheckResult.Degraded($"the figures are the last known ones since {since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: Redis {reader.Fault ?? "was away"}")
            : HealthCheckResult.Healthy());
    }
}

/// <summary>Whether what is counted reaches the readers. Counting does not depend on it, so it is never worse than a warning.</summary>
public sealed class RedisPublisherCheck(RedisSnapshotPublisher publisher) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(publisher.Fault is { } fault
            ? HealthCheckResult.Degraded($"figures of {publisher.PendingKeys} keys wait to be published: Redis {fault}")
            : HealthCheckResult.Healthy());
}
