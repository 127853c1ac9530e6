using RechargeMonitor.Api;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Ingest.Sources.Files;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Ingest.Sources.Spool;
using RechargeMonitor.Monitor.Alerts;
using RechargeMonitor.Monitor.Cluster;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Monitor.Telemetry;
using RechargeMonitor.Silo;
using RechargeMonitor.Silo.Alerts;
using RechargeMonitor.Silo.Retention;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>Everything in one process: a silo with its database, sources, REST and the wall.</summary>
internal sealed class ServeHost
{
    /// <summary>Serves until the process is told to stop. Returns its exit code.</summary>
    /// <exception cref="FaultException">It cannot start or go on, and why.</exception>
    public static async Task<int> RunAsync(WebApplicationBuilder builder)
    {
        var settings = new Settings(builder.Configuration);
        var options = settings.Read(ServeOptions.Section, new ServeOptions(), new ServeOptionsValidator());
        var feeding = settings.Read(FeedingOptions.Section, new FeedingOptions(), new FeedingOptionsValidator());
        var kafka = settings.Has(KafkaOptions.Section)
            ? settings.Read(KafkaOptions.Section, new KafkaOptions(), new KafkaOptionsValidator())
            : null;
        var alerts = AlertOptions.Read(settings);
        var telemetry = settings.Read(TelemetryOptions.Section, new TelemetryOptions(), new TelemetryOptionsValidator());
        var access = WebAccess.OfFigures(settings, options.Url);
        try
        {
            return await ServeAsync(builder, options, feeding, access, telemetry, kafka, alerts);
        }
        catch (Exception exception) when (exception is StorageFaultException or FileSourceException or SpoolException or KafkaSourceException)
        {
            throw new FaultException(exception.Message, exception);
        }
    }

    private static async Task<int> ServeAsync(
        WebApplicationBuilder builder,
        ServeOptions options,
        FeedingOptions feeding,
        WebAccess access,
        TelemetryOptions telemetry,
        KafkaOptions? kafka,
        ConfiguredAlerts alerts)
    {
        using var data = DataFolder.Choose(options, kafka is not null);
        using var database = SqliteDatabase.Open(data.Path, options.Shards);
        var time = TimeProvider.System;
        var view = new FiguresView(time);
        database.PublishTo(view);

        Configure(builder, options, access, telemetry, view, database, time);
        builder.Services.AddAlerts(alerts.Settings, alerts.Receivers);
        if (kafka is not null)
            builder.Services.AddKafkaSource(kafka);
        await using var app = builder.Build();
        app.MapMonitorApi();
        app.MapMetrics(telemetry);
        var dashboard = DashboardAccess.Map(app, access);
        var known = Known(view);
        await using var sources = SourceSet.Create(options, kafka, data.Path, known, time, app.Services);
        var status = new ConsoleStatus(time, Console.Out, [.. sources.Feeds.Select(feed => feed.State)]);

        await WebHost.StartAsync(app, options.Url);
        status.WriteHeader(options.Url, dashboard, data.Description, sources.Feeds.Select(feed => feed.Description));
        var health = app.Services.GetRequiredService<StorageHealth>();
        return await FeedRun.RunAsync(app, feeding, options.Shards, known, sources.Feeds, status, health.Broken);
    }

    private static void Configure(
        WebApplicationBuilder builder, ServeOptions options, WebAccess access, TelemetryOptions telemetry, FiguresView view, SqliteDatabase database, TimeProvider time)
    {
        WebHost.Configure(builder, access);
        builder.AddTelemetry(telemetry, "serve");
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(view);
        builder.Services.AddSingleton<ISnapshotPublisher>(view);
        builder.Services.AddMonitorApi();
        builder.Services.AddHealthChecks().AddCheck<StorageCheck>("storage", tags: ["ready"]);
        builder.Host.UseOrleans(silo => silo.UseEmbeddedSilo(database).CarryTraces(telemetry));
        builder.Services.AddSingleton<IStoredTargets, ViewTargets>();
        builder.Services.AddHostedService(services =>
            ActivatorUtilities.CreateInstance<RetentionSweep>(services, options.RetentionDays));
    }

    private static KnownPartition[] Known(FiguresView view) =>
    [
        .. view.Ledgers().Select(entry => new KnownPartition(
            new PartitionDescriptor(entry.Partition, entry.Ledger.Source, entry.Ledger.Location, entry.Ledger.Fingerprint), entry.Ledger.Committed)),
    ];
}
