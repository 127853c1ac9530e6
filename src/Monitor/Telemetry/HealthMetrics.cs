using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RechargeMonitor.Monitor.Telemetry;

/// <summary>The instrument of the checks behind <c>/readyz</c>, as they were when they last ran by themselves.</summary>
internal sealed class HealthMetrics : IHealthCheckPublisher, IDisposable
{
    /// <summary>The meter's name, by which telemetry is told to collect it.</summary>
    public const string MeterName = "RechargeMonitor.Health";

    /// <summary>How often they run.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Meter meter = new(MeterName);
    private readonly ConcurrentDictionary<string, HealthStatus> statuses = new(StringComparer.Ordinal);

    public HealthMetrics() => meter.CreateObservableGauge(
        "recharge.health", () => statuses.Select(Measure), null, "What each check behind /readyz says: 1 healthy, 0.5 degraded, 0 unhealthy.");

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (check, entry) in report.Entries)
            statuses[check] = entry.Status;
        return Task.CompletedTask;
    }

    public void Dispose() => meter.Dispose();

    private static Measurement<double> Measure(KeyValuePair<string, HealthStatus> check) =>
        new((int)check.Value / (double)(int)HealthStatus.Healthy, new KeyValuePair<string, object?>("check", check.Key));
}
