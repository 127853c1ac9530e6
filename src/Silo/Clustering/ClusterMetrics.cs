using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace RechargeMonitor.Silo.Clustering;

/// <summary>The instrument of a silo's view of its cluster.</summary>
/// <param name="silos">Tells which silos live.</param>
public sealed class ClusterMetrics(ISiloStatusOracle silos) : IHostedService, IDisposable
{
    /// <summary>The meter's name, by which telemetry is told to collect it.</summary>
    public const string MeterName = "RechargeMonitor.Cluster";

    private readonly Meter meter = new(MeterName);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.CreateObservableGauge(
            "recharge.cluster.silos", () => silos.GetApproximateSiloStatuses(onlyActive: true).Count, "{silo}", "Silos of the cluster that are active, as this silo sees it.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
