using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MySqlConnector;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Grains;
using RechargeMonitor.Silo.Retention;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;
using OrleansClusterOptions = Orleans.Configuration.ClusterOptions;

namespace RechargeMonitor.Silo.Clustering;

/// <summary>Puts a silo or a client of a cluster into a host. The cluster's processes find each other in its database.</summary>
public static class ClusterHosting
{
    // Orleans finds MySqlConnector under this name.
    private const string Invariant = "MySql.Data.MySqlConnector";

    // Each lost enqueue is a page of log; what is lost is sent again, and the pump says so where it matters. The first is
    // what Orleans' memory streams log under, by a slip of theirs; the second is what they mean.
    private static readonly string[] EnqueueCategories = ["Microsoft.Extensions.Logging.ILogger", "Orleans.Providers.MemoryAdapterFactory"];

    /// <summary>
    /// A silo of a cluster: membership and state in MySQL, streams in memory, the grain dashboard. The host must have an
    /// <see cref="Core.Delivery.ISnapshotPublisher"/> and a <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="options">How it finds and watches others.</param>
    /// <param name="database">The cluster's database; it was opened before.</param>
    /// <param name="end">
    /// What ends the process when the silo may not go on; without it the reason is written to standard error and the process
    /// ends at once with <see cref="SiloEnd.ExitCode"/>.
    /// </param>
    public static ISiloBuilder UseClusterSilo(this ISiloBuilder silo, ClusterOptions options, MySqlDatabase database, Action<string>? end = null)
    {
        silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Invariant, database.ConnectionString));
        silo.Configure<OrleansClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.Id, SiloHosting.ServiceId));
        silo.ConfigureEndpoints(
            Address(options), options.SiloPort, options.GatewayPort, listenOnAnyHostAddress: options.ListenAnywhere);
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = options.ProbeTimeout;
            membership.MaxProbeTimeout = options.ProbeTimeout * ClusterOptions.ProbeStretch;
            membership.NumMissedProbesLimit = options.MissedProbes;
            membership.TableRefreshTimeout = options.TableRefreshPeriod;
            membership.IAmAliveTablePublishTimeout = options.HeartbeatPeriod;
        });
        silo.AddMySqlState(database).AddMonitorStreams(options.Queues).AddMonitorGrains();
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = options.ResponseTimeout);
        silo.Services.AddSingleton<IFatalErrorHandler>(new SiloEnd(end));
        silo.Services.AddHostedService<ClusterMetrics>();
        silo.Services.AddLogging(QuietEnqueues).AddDatabaseExceptions();
        return silo.AddGrainDashboard();
    }

    /// <summary>A client of a cluster, as ingest is one: it publishes to the streams and calls the grains.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">The same as the silos'.</param>
    /// <param name="database">The cluster's database; it was opened before.</param>
    public static IClientBuilder UseClusterClient(this IClientBuilder client, ClusterOptions options, MySqlDatabase database)
    {
        client.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Invariant, database.ConnectionString));
        client.Configure<OrleansClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.Id, SiloHosting.ServiceId));
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = options.GatewayListRefreshPeriod);
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = options.ResponseTimeout);
        WatchSilos(client.Services);
        client.Services.AddLogging(QuietEnqueues).AddDatabaseExceptions();
        return client.AddMonitorStreams(options.Queues);
    }

    /// <summary>Grain state in MySQL, what tells its health, and what retention reads of it.</summary>
    public static ISiloBuilder AddMySqlState(this ISiloBuilder silo, MySqlDatabase database)
    {
        silo.Services.AddSingleton(database);
        silo.Services.AddSingleton<IStoredTargets, MySqlTargets>();
        silo.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<StorageHealth>(services, Timeout.InfiniteTimeSpan));
        silo.Services.AddHostedService<MySqlWatch>();
        silo.Services.AddGrainStorage(StateNames.Storage, (services, name) => MySqlStorage(services, name, database));
        return silo;
    }

    /// <summary>Lets what MySQL says of a failed write reach the ingest that asked for it; Orleans sends only exceptions that it is told of.</summary>
    internal static IServiceCollection AddDatabaseExceptions(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add(nameof(MySqlConnector)));

    private static void WatchSilos(IServiceCollection services)
    {
        var list = services.Last(service => service.ServiceType == typeof(IGatewayListProvider));
        services.Remove(list);
        services.AddSingleton<SiloChanges>();
        services.AddSingleton<IGatewayListProvider>(provider => new WatchedGatewayList(
            (IGatewayListProvider)ActivatorUtilities.CreateInstance(provider, list.ImplementationType!), provider.GetRequiredService<SiloChanges>()));
    }

    private static WatchedGrainStorage MySqlStorage(IServiceProvider services, string name, MySqlDatabase database)
    {
        var options = new AdoNetGrainStorageOptions
        {
            Invariant = Invariant,
            ConnectionString = database.ConnectionString,
            GrainStorageSerializer = new StateRowSerializer(),
            DeleteStateOnClear = true,
        };
        var storage = ActivatorUtilities.CreateInstance<AdoNetGrainStorage>(
            services, Microsoft.Extensions.Options.Options.Create(options), name);
        return new WatchedGrainStorage(
            storage,
            services.GetRequiredService<StorageHealth>(),
            exception => MySqlFault.Of((MySqlException)exception, database.Place),
            database.Bounds,
            services.GetRequiredService<TimeProvider>());
    }

    private static IPAddress Address(ClusterOptions options) =>
        options.AdvertisedAddress is { } address ? IPAddress.Parse(address) : Addresses.OfHost();

    private static void QuietEnqueues(ILoggingBuilder logging)
    {
        foreach (var category in EnqueueCategories)
            logging.AddFilter(category, LogLevel.None);
    }
}
