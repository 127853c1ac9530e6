using RechargeMonitor.Api;
using RechargeMonitor.Monitor.Commands;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Monitor.Telemetry;
using RechargeMonitor.Snapshots.Redis;

namespace RechargeMonitor.Monitor.Cluster;

/// <summary>The role <c>api</c>: REST and the wall over the snapshots in Redis.</summary>
internal static class ApiHost
{
    /// <summary>Runs until the process is told to stop. Returns its exit code.</summary>
    /// <exception cref="FaultException">It cannot start, and why.</exception>
    public static async Task<int> RunAsync(WebApplicationBuilder builder)
    {
        var settings = new Settings(builder.Configuration);
        var options = settings.Read(ApiHostOptions.Section, new ApiHostOptions(), new ApiHostOptionsValidator());
        var redis = settings.Read(RedisOptions.Section, new RedisOptions(), new RedisOptionsValidator());
        var telemetry = settings.Read(TelemetryOptions.Section, new TelemetryOptions(), new TelemetryOptionsValidator());
        var access = WebAccess.OfFigures(settings, options.Url);

        WebHost.Configure(builder, access);
        builder.AddTelemetry(telemetry, "api");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddMonitorApi();
        builder.Services.AddRedisFigures(redis);
        await using var app = builder.Build();
        app.MapMonitorApi();
        app.MapMetrics(telemetry);
        await WebHost.StartAsync(app, options.Url);
        var address = options.Url.TrimEnd('/');
        Console.Out.WriteLine($"wall       {address}/");
        Console.Out.WriteLine($"REST       {address}/api/v1/overview   description: {address}/openapi/v1.json");
        await app.WaitForShutdownAsync();
        return ExitCode.Success;
    }
}
