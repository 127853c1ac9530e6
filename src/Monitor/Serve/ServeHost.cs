using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Dashboard;
using RechargeMonitor.Api;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Ingest.Sources;
using RechargeMonitor.Ingest.Sources.Files;
using RechargeMonitor.Ingest.Sources.Spool;
using RechargeMonitor.Monitor.Commands;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Silo;
using RechargeMonitor.Silo.Retention;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>Everything in one process: a silo with its database, sources, REST and the wall.</summary>
internal sealed class ServeHost
{
    private const string DashboardPath = "/dashboard";

    /// <summary>Serves until the process is told to stop. Returns its exit code.</summary>
    /// <exception cref="FaultException">It cannot start or go on, and why.</exception>
    public static async Task<int> RunAsync(WebApplicationBuilder builder)
    {
        var settings = new Settings(builder.Configuration);
        var options = settings.Read(ServeOptions.Section, new ServeOptions(), new ServeOptionsValidator());
        var feeding = settings.Read(FeedingOptions.Section, new FeedingOptions(), new FeedingOptionsValidator());
        settings.ThrowIfFaulty();
        try
        {
            return await ServeAsync(builder, options, feeding);
        }
        catch (Exception exception) when (exception is StorageFaultException or FileSourceException or SpoolException)
        {
            throw new FaultException(exception.Message, exception);
        }
    }

    private static async Task<int> ServeAsync(WebApplicationBuilder builder, ServeOptions options, FeedingOptions feeding)
    {
        using var data = DataFolder.Choose(options);
        using var database = SqliteDatabase.Open(data.Path, options.Shards);
        var time = TimeProvider.System;
        var view = new FiguresView(time);
        database.PublishTo(view);

        Configure(builder, options, view, database, time);
        await using var app = builder.Build();
        app.MapMonitorApi();
        app.MapOrleansDashboard(DashboardPath);
        var known = Known(view);
        await using var sources = SourceSet.Create(options, data.Path, known, time, app.Services);
        var status = new ConsoleStatus(time, Console.Out, [.. sources.Feeds.Select(feed => feed.State)]);

        await WebHost.StartAsync(app, options.Url);
        status.WriteHeader(options.Url, DashboardPath, data.Description, sources.Feeds.Select(feed => feed.Description));
        return await FeedAsync(app, options, feeding, known, sources, status);
    }

    private static void Configure(WebApplicationBuilder builder, ServeOptions options, FiguresView view, SqliteDatabase database, TimeProvider time)
    {
        WebHost.Configure(builder, options.Url);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(view);
        builder.Services.AddSingleton<ISnapshotPublisher>(view);
        builder.Services.AddMonitorApi();
        builder.Services.AddHealthChecks().AddCheck<StorageCheck>("storage", tags: ["ready"]);
        builder.Host.UseOrleans(silo => silo.UseEmbeddedSilo(database));
        builder.Services.AddSingleton<IStoredTargets, ViewTargets>();
        builder.Services.AddHostedService(services =>
            ActivatorUtilities.CreateInstance<RetentionSweep>(services, options.RetentionDays));
    }

    private static async Task<int> FeedAsync(
        WebApplication app, ServeOptions options, FeedingOptions feeding, IReadOnlyList<KnownPartition> known, SourceSet sources, ConsoleStatus status)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(app.Lifetime.ApplicationStopping);
        var health = app.Services.GetRequiredService<StorageHealth>();
        var client = app.Services.GetRequiredService<IClusterClient>();
        var running = new List<Task> { status.RunAsync(stop.Token) };
        foreach (var feed in sources.Feeds)
        {
            var pump = ActivatorUtilities.CreateInstance<Pump>(app.Services, feed.Source, client, feeding, options.Shards, feed.State);
            var owned = known.Where(partition => feed.Owns(partition.Descriptor.Partition)).ToArray();
            running.Add(Task.Run(() => pump.RunAsync(owned, stop.Token)));
            if (feed.Writer is { } write)
                running.Add(Task.Run(() => write(stop.Token)));
        }

        var ended = await Task.WhenAny([health.Broken, .. running]);
        await stop.CancelAsync();
        var fault = ended == health.Broken ? (await health.Broken).Message : null;
        if (fault is null)
            fault = await FaultOfAsync(running);
        using var patience = new CancellationTokenSource(WebHost.StopPatience);
        await app.StopAsync(patience.Token);
        return fault is null ? ExitCode.Success : throw new FaultException($"{fault}. The monitor has ended; nothing is lost: start it again after that");
    }

    /// <summary>Waits until all have ended; what ended one of them early, if it is for the operator.</summary>
    private static async Task<string?> FaultOfAsync(IEnumerable<Task> running)
    {
        try
        {
            await Task.WhenAll(running);
            return null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }

    private static KnownPartition[] Known(FiguresView view) =>
    [
        .. view.Ledgers().Select(entry => new KnownPartition(
            new PartitionDescriptor(entry.Partition, entry.Ledger.Source, entry.Ledger.Location, entry.Ledger.Fingerprint), entry.Ledger.Committed)),
    ];

    private sealed class StorageCheck(StorageHealth health) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(health.Current is { } fault ? HealthCheckResult.Unhealthy(fault.Message) : HealthCheckResult.Healthy());
    }
}
