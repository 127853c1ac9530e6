namespace RechargeMonitor.Api.Telemetry;

/// <summary>The instruments of the processes that answer figures.</summary>
public static class ApiMetrics
{
    /// <summary>The meter's name, by which telemetry is told to collect it.</summary>
    public const string MeterName = "RechargeMonitor.Api";
}
