using Microsoft.Extensions.Diagnostics.HealthChecks;
using RechargeMonitor.Silo.Storage;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>Whether the database can be written.</summary>
internal sealed class StorageCheck(StorageHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(health.Current is { } fault ? HealthCheckResult.Unhealthy(fault.Message) : HealthCheckResult.Healthy());
}
