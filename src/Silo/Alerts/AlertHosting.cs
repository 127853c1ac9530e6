using Microsoft.Extensions.DependencyInjection;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Alerts.Messages;
using RechargeMonitor.Grains;

namespace RechargeMonitor.Silo.Alerts;

/// <summary>Puts alerts into a silo's host.</summary>
public static class AlertHosting
{
    /// <summary>
    /// Judges alerts and tells receivers. The host must have a <see cref="Snapshots.FiguresView"/>, whose figures are judged, an
    /// <see cref="Core.Delivery.ISnapshotPublisher"/> and a <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="settings">What is judged.</param>
    /// <param name="receivers">Who is told, by name.</param>
    public static IServiceCollection AddAlerts(
        this IServiceCollection services, AlertSettings settings, IReadOnlyDictionary<string, WebhookTarget> receivers)
    {
        services.AddSingleton(settings);
        services.AddSingleton<IAlertReceivers>(provider => ActivatorUtilities.CreateInstance<WebhookReceivers>(provider, receivers));
        services.AddHostedService<AlertTimer>();

        // Addresses hold tokens, and the client's own loggers write them; a redirect would take a message to nobody knows where.
        var client = services.AddHttpClient(WebhookReceivers.Client)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        client.AddStandardResilienceHandler(resilience =>
        {
            resilience.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(20);
            resilience.AttemptTimeout.Timeout = TimeSpan.FromSeconds(5);
            resilience.Retry.MaxRetryAttempts = 2;
            resilience.Retry.Delay = TimeSpan.FromSeconds(1);
        });
        return services;
    }
}
