namespace RechargeMonitor.Monitor.Telemetry;

/// <summary>What Orleans adds to traces: a span for each call of a grain, at both of its ends, and one for each access to the storage.</summary>
internal static class OrleansTraces
{
    /// <summary>The source of the calls of the application's grains.</summary>
    public const string Application = "Microsoft.Orleans.Application";

    /// <summary>The source of the accesses to the storage.</summary>
    public const string Storage = "Microsoft.Orleans.Storage";

    /// <summary>Lets calls carry the context of their trace, where traces are made.</summary>
    public static ISiloBuilder CarryTraces(this ISiloBuilder silo, TelemetryOptions options) => options.HasTraces ? silo.AddActivityPropagation() : silo;

    /// <inheritdoc cref="CarryTraces(ISiloBuilder, TelemetryOptions)"/>
    public static IClientBuilder CarryTraces(this IClientBuilder client, TelemetryOptions options) => options.HasTraces ? client.AddActivityPropagation() : client;
}
