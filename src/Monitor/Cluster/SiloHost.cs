using RechargeMonitor.Api;
using RechargeMonitor.Monitor.Alerts;
using RechargeMonitor.Monitor.Commands;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Monitor.Telemetry;
using RechargeMonitor.Silo.Alerts;
using RechargeMonitor.Silo.Clustering;
using RechargeMonitor.Silo.Retention;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Snapshots.Redis;

namespace RechargeMonitor.Monitor.Cluster;

/// <summary>The role <c>silo</c>: grains and streams, their state in MySQL, their snapshots in Redis.</summary>
internal static class SiloHost
{
    /// <summary>Runs until the process is told to stop. Returns its exit code.</summary>
    /// <exception cref="FaultException">It cannot start, and why.</exception>
    public static async Task<int> RunAsync(WebApplicationBuilder builder)
    {
        var settings = new Settings(builder.Configuration);
        var options = settings.Read(SiloHostOptions.Section, new SiloHostOptions(), new SiloHostOptionsValidator());
        var cluster = settings.Read(ClusterOptions.Section, new ClusterOptions(), new ClusterOptionsValidator());
        var mySql = settings.Read(MySqlOptions.Section, new MySqlOptions(), new MySqlOptionsValidator());
        var redis = settings.Read(RedisOptions.Section, new RedisOptions(), new RedisOptionsValidator());
        var alerts = AlertOptions.Read(settings);
        var telemetry = settings.Read(TelemetryOptions.Section, new TelemetryOptions(), new TelemetryOptionsValidator());
        var access = WebAccess.OfHealth(settings, options.Url);
        var (database, shards) = await ClusterDatabase.OpenAsync(mySql, options.Shards, readsStates: true, TimeProvider.System, CancellationToken.None);

        WebHost.Configure(builder, access);
        builder.AddTelemetry(telemetry, "silo");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks().AddCheck<StorageCheck>("storage", tags: ["ready"]);
        builder.Services.AddRedisPublisher(redis, database.PublishAllAsync);
        builder.Services.AddRedisFigures(redis, areServed: false);
        builder.Host.UseOrleans(silo => silo.UseClusterSilo(cluster, database).CarryTraces(telemetry));
        builder.Services.AddAlerts(alerts.Settings, alerts.Receivers);
        builder.Services.AddHostedService<RepublishAfterLoss>();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<RetentionSweep>(services, options.RetentionDays));

        await using var app = builder.Build();
        app.MapMonitorHealth();
        app.MapMetrics(telemetry);
        var dashboard = DashboardAccess.Map(app, access);
        await WebHost.StartAsync(app, options.Url);
        Console.Out.WriteLine($"silo       {cluster.Id}, ports {cluster.SiloPort} and {cluster.GatewayPort}, shards: {shards}");
        Console.Out.WriteLine($"database   {database.Place}");
        Console.Out.WriteLine($"health     {options.Url.TrimEnd('/')}/readyz");
        Console.Out.WriteLine($"dashboard  {dashboard}");
        await app.WaitForShutdownAsync();
        return ExitCode.Success;
    }
}
