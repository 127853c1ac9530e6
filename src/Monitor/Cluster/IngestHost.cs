using RechargeMonitor.Api;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Monitor.Serve;
using RechargeMonitor.Monitor.Telemetry;
using RechargeMonitor.Silo.Clustering;
using RechargeMonitor.Silo.Storage.MySql;

namespace RechargeMonitor.Monitor.Cluster;

/// <summary>The role <c>ingest</c>: a member of the consumer group that feeds the topic's lines into the silos' grains.</summary>
internal static class IngestHost
{
    /// <summary>Runs until the process is told to stop. Returns its exit code.</summary>
    /// <exception cref="FaultException">It cannot start or go on, and why.</exception>
    public static async Task<int> RunAsync(WebApplicationBuilder builder)
    {
        var settings = new Settings(builder.Configuration);
        var options = settings.Read(IngestHostOptions.Section, new IngestHostOptions(), new IngestHostOptionsValidator());
        var cluster = settings.Read(ClusterOptions.Section, new ClusterOptions(), new ClusterOptionsValidator());
        var mySql = settings.Read(MySqlOptions.Section, new MySqlOptions(), new MySqlOptionsValidator());
        var kafka = settings.Read(KafkaOptions.Section, new KafkaOptions(), new KafkaOptionsValidator());
        var feeding = settings.Read(FeedingOptions.Section, new FeedingOptions(), new FeedingOptionsValidator());
        var telemetry = settings.Read(TelemetryOptions.Section, new TelemetryOptions(), new TelemetryOptionsValidator());
        var access = WebAccess.OfHealth(settings, options.Url);
        var (database, shards) = await ClusterDatabase.OpenAsync(mySql, options.Shards, readsStates: false, TimeProvider.System, CancellationToken.None);

        WebHost.Configure(builder, access);
        builder.AddTelemetry(telemetry, "ingest");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.UseOrleansClient(client => client.UseClusterClient(cluster, database).CarryTraces(telemetry));
        builder.Services.AddKafkaSource(kafka);
        await using var app = builder.Build();
        app.MapMonitorHealth();
        app.MapMetrics(telemetry);
        try
        {
            await using var sources = SourceSet.OfKafka(kafka, app.Services);
            var status = new ConsoleStatus(TimeProvider.System, Console.Out, [.. sources.Feeds.Select(feed => feed.State)]);
            await WebHost.StartAsync(app, options.Url);
            Console.Out.WriteLine($"ingest     {cluster.Id}, shards: {shards}");
            Console.Out.WriteLine($"source     {sources.Feeds[0].Description}");
            Console.Out.WriteLine($"database   {database.Place}");
            Console.Out.WriteLine($"health     {options.Url.TrimEnd('/')}/readyz");
            return await FeedRun.RunAsync(app, feeding, shards, [], sources.Feeds, status, broken: null);
        }
        catch (KafkaSourceException exception)
        {
            throw new FaultException(exception.Message, exception);
        }
    }
}
