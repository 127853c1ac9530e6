using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using RechargeMonitor.Contracts;
using RechargeMonitor.Grains;
using RechargeMonitor.Silo.Storage;

namespace RechargeMonitor.Silo;

/// <summary>Puts a silo into a host.</summary>
public static class SiloHosting
{
    private const string ClusterId = "recharge-monitor";

    // Its counters walk over all grains: once a second would cost an idle monitor more than all else.
    private const int DashboardIntervalMs = 10_000;

    /// <summary>
    /// A cluster of one silo in this process: localhost clustering on free loopback ports, state in SQLite, streams in
    /// memory, the grain dashboard.
    /// </summary>
    public static ISiloBuilder UseEmbeddedSilo(this ISiloBuilder silo, SqliteDatabase database)
    {
        var (siloPort, gatewayPort) = FreePorts();
        silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: ClusterId, clusterId: ClusterId);
        return silo.AddSqliteState(database).AddMonitorStreams().AddMonitorGrains()
            .AddDashboard(dashboard => dashboard.CounterUpdateIntervalMs = DashboardIntervalMs);
    }

    /// <summary>Grain state in SQLite.</summary>
    public static ISiloBuilder AddSqliteState(this ISiloBuilder silo, SqliteDatabase database)
    {
        silo.Services.AddSingleton<StorageHealth>();

        // Orleans logs a page under this name for each write that fails; StorageHealth says it once.
        silo.Services.AddLogging(logging => logging.AddFilter(typeof(SerialGrainStorage).FullName, LogLevel.None));
        silo.Services.AddGrainStorage(StateNames.Storage, (services, name) => SqliteStorage(services, name, database));
        return silo;
    }

    /// <summary>The streams that carry notifications.</summary>
    public static ISiloBuilder AddMonitorStreams(this ISiloBuilder silo)
    {
        foreach (var provider in new[] { TargetStreams.DayProvider, TargetStreams.MinuteProvider })
        {
            silo.AddMemoryStreams(provider, streams =>
            {
                streams.ConfigureStreamPubSub(Orleans.Streams.StreamPubSubType.ImplicitOnly);
                streams.ConfigurePartitioning(1);

                // An event waits for this on average half as long; each queue costs one small call a period when idle.
                streams.ConfigurePullingAgent(agent => agent.Configure(options =>
                {
                    options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(100);
                    options.BatchContainerBatchSize = 8;
                }));

                // Events live in memory until they are read and this old; what is unconfirmed is bounded by the feeder.
                streams.Configure<StreamCacheEvictionOptions>(cache => cache.Configure(options =>
                {
                    options.DataMinTimeInCache = TimeSpan.FromSeconds(2);
                    options.DataMaxAgeInCache = TimeSpan.FromSeconds(5);
                    options.MetadataMinTimeInCache = TimeSpan.FromMinutes(1);
                }));
            });
        }

        return silo;
    }

    /// <summary>How long grains stay in memory and how long a call to one may take.</summary>
    public static ISiloBuilder AddMonitorGrains(this ISiloBuilder silo)
    {
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionAge = TimeSpan.FromMinutes(15);
            options.CollectionQuantum = TimeSpan.FromSeconds(30);

            // Minutes are many and soon done with: a late line loads one again.
            options.ClassSpecificCollectionAge[typeof(MinuteGrain).FullName!] = TimeSpan.FromMinutes(2);
        });
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(15));
        return silo;
    }

    private static SerialGrainStorage SqliteStorage(IServiceProvider services, string name, SqliteDatabase database)
    {
        var options = new AdoNetGrainStorageOptions
        {
            // Orleans finds Microsoft.Data.Sqlite under this name.
            Invariant = "System.Data.SQLite",
            ConnectionString = database.ConnectionString,
            GrainStorageSerializer = new StateRowSerializer(),
            DeleteStateOnClear = true,
        };
        var storage = ActivatorUtilities.CreateInstance<AdoNetGrainStorage>(
            services, Microsoft.Extensions.Options.Options.Create(options), name);
        return ActivatorUtilities.CreateInstance<SerialGrainStorage>(services, storage, database.Path);
    }

    /// <summary>Two ports that are free now, so that several monitors fit on one machine.</summary>
    private static (int Silo, int Gateway) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
