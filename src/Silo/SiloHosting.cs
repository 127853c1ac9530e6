using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using RechargeMonitor.Grains;
using RechargeMonitor.Silo.Storage;

namespace RechargeMonitor.Silo;

/// <summary>Puts a silo into a host.</summary>
public static class SiloHosting
{
    /// <summary>Under this the states are stored; it never changes.</summary>
    internal const string ServiceId = "recharge-monitor";

    // Far more grains than are active at a time. The dashboard counts what the cache holds every second by walking over all
    // its places: with Orleans' default of a million that is a quarter of what an idle monitor costs.
    private const int DirectoryCacheSize = 20_000;

    private const int FirstPort = 20_000;
    private const int LastPort = 30_000;
    private const int MaxPortTrials = 1000;

    /// <summary>
    /// A cluster of one silo in this process: localhost clustering on free loopback ports, state in SQLite, streams in
    /// memory, the grain dashboard.
    /// </summary>
    public static ISiloBuilder UseEmbeddedSilo(this ISiloBuilder silo, SqliteDatabase database)
    {
        var (siloPort, gatewayPort) = FreePorts();
        silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: ServiceId, clusterId: ServiceId);

        LeaveOutWhatOthersNeed(silo);
        return silo.AddSqliteState(database).AddLocalStreams().AddMonitorGrains().AddGrainDashboard();
    }

    /// <summary>Grain state in SQLite.</summary>
    public static ISiloBuilder AddSqliteState(this ISiloBuilder silo, SqliteDatabase database)
    {
        silo.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<StorageHealth>(services, StorageHealth.PatienceWithFile));

        // Orleans logs a page under this name for each write that fails; StorageHealth says it once.
        silo.Services.AddLogging(logging => logging.AddFilter(typeof(WatchedGrainStorage).FullName, LogLevel.None));
        silo.Services.AddGrainStorage(StateNames.Storage, (services, name) => SqliteStorage(services, name, database));
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
        silo.Configure<GrainDirectoryOptions>(options => options.CacheSize = DirectoryCacheSize);
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(15));
        return silo;
    }

    /// <summary>What wakes threads for the sake of other silos, which is most of what an idle silo costs.</summary>
    private static void LeaveOutWhatOthersNeed(ISiloBuilder silo)
    {
        silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Membership, new SingleSiloClock());

        // Silos tell each other their load once a second, and look twice a second for workers that are not needed.
        silo.Configure<DeploymentLoadPublisherOptions>(options => options.DeploymentLoadPublisherRefreshTime = TimeSpan.FromMinutes(1));
        silo.Configure<StatelessWorkerOptions>(options => options.IdleWorkersInspectionPeriod = TimeSpan.FromMinutes(1));
    }

    private static WatchedGrainStorage SqliteStorage(IServiceProvider services, string name, SqliteDatabase database)
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
        return new WatchedGrainStorage(
            storage,
            services.GetRequiredService<StorageHealth>(),
            exception => StorageFault.Of((SqliteException)exception, database.Path),
            new StorageBounds(Writes: 1, Reads: int.MaxValue),
            services.GetRequiredService<TimeProvider>());
    }

    /// <summary>
    /// Two ports that are free now, so that several monitors fit on one machine. They lie below those that systems lend to
    /// outgoing connections, so that nobody is given one before the silo listens on it.
    /// </summary>
    private static (int Silo, int Gateway) FreePorts()
    {
        var free = Enumerable.Range(0, MaxPortTrials).Select(_ => Random.Shared.Next(FirstPort, LastPort)).Where(IsFree).Distinct().Take(2).ToArray();
        return free.Length == 2 ? (free[0], free[1]) : throw new StorageFaultException(new StorageFault(
            $"no two ports between {FirstPort} and {LastPort} are free on the loopback address: stop what uses them", false));
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
