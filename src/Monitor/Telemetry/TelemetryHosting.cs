using System.Reflection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RechargeMonitor.Ingest.Feeding;

namespace RechargeMonitor.Monitor.Telemetry;

/// <summary>Puts telemetry into a host: the page <c>/metrics</c>, and what is sent by OTLP.</summary>
internal static class TelemetryHosting
{
    /// <summary>Where Prometheus finds the metrics.</summary>
    public const string MetricsPath = "/metrics";

    private const string OwnMeters = "RechargeMonitor.*";

    // .NET's own: the process with its garbage collector and threads, and the requests that it answers.
    private static readonly string[] RuntimeMeters = ["System.Runtime", "Microsoft.AspNetCore.Hosting"];

    /// <summary>Registers telemetry.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="role">What the process is, as others tell it from the rest: <c>serve</c>, <c>silo</c>, <c>ingest</c> or <c>api</c>.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options, string role)
    {
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthMetrics>();
        builder.Services.Configure<HealthCheckPublisherOptions>(health => (health.Delay, health.Period) = (TimeSpan.Zero, HealthMetrics.Period));
        var otlp = options.OtlpEndpoint is null ? null : new OtlpTarget(options);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(
            $"recharge-monitor-{role}", serviceNamespace: "recharge-monitor", serviceVersion: Version(), autoGenerateServiceInstanceId: false,
            serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"));
        telemetry.WithMetrics(metrics => AddMetrics(metrics, options, otlp));
        if (otlp is null)
            return;
        builder.Services.AddHostedService<TelemetryFaults>();
        telemetry.WithLogging(
            logging => logging.AddOtlpExporter(exporter => otlp.Configure(exporter, "logs")),
            logging => logging.IncludeFormattedMessage = true);
        if (options.HasTraces)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(IngestTraces.SourceName, OrleansTraces.Application, OrleansTraces.Storage)
                .SetSampler(new ParentBasedSampler(new CheckpointSampler(options.TraceRatio)))
                .AddOtlpExporter(exporter => otlp.Configure(exporter, "traces")));
        }
    }

    /// <summary>Maps <see cref="MetricsPath"/>, where it is wanted.</summary>
    public static void MapMetrics(this WebApplication app, TelemetryOptions options)
    {
        if (options.MetricsPage)
            app.MapPrometheusScrapingEndpoint(MetricsPath);
    }

    private static void AddMetrics(MeterProviderBuilder metrics, TelemetryOptions options, OtlpTarget? otlp)
    {
        metrics.AddMeter([OwnMeters, .. RuntimeMeters]);
        if (options.OrleansMetrics)
            metrics.AddMeter("Microsoft.Orleans");
        if (options.MetricsPage)
            metrics.AddPrometheusExporter();
        if (otlp is null)
            return;
        metrics.AddOtlpExporter((exporter, reader) =>
        {
            otlp.Configure(exporter, "metrics");
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.OtlpMetricsInterval.TotalMilliseconds;
        });
    }

    private static string? Version() => typeof(TelemetryHosting).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
