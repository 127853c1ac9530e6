using Microsoft.Extensions.Diagnostics.HealthChecks;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Ingest.Sources.Kafka;

namespace RechargeMonitor.Monitor.Cluster;

/// <summary>Puts a Kafka source into a host.</summary>
internal static class KafkaHosting
{
    /// <summary>Registers the source, where its rejected lines go, and whether it can be read.</summary>
    public static IServiceCollection AddKafkaSource(this IServiceCollection services, KafkaOptions options)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<KafkaSource>(provider, options));
        if (options.DeadLetterTopic.Length > 0)
            services.AddSingleton<IDeadLetters>(provider => ActivatorUtilities.CreateInstance<DeadLetterTopic>(provider, options));
        services.AddHealthChecks().AddCheck<KafkaCheck>("kafka", tags: ["ready"]);
        return services;
    }

    private sealed class KafkaCheck(KafkaSource source) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var faults = source.Losses.Select(loss => loss.Message).ToList();
            if (source.BrokerFault is { } fault)
                faults.Add(fault);
            return Task.FromResult(faults.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join("; ", faults)));
        }
    }
}
