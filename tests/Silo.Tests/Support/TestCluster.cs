using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Reports;
using RechargeMonitor.Grains.Tests.Support;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Oracle;
using RechargeMonitor.Servers;
using RechargeMonitor.Silo.Clustering;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Snapshots;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Support;

/// <summary>Silos and a client of a cluster, each a host of its own as the processes have it, on a real database.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly FeedingOptions Quick = new()
    {
        CheckpointInterval = TimeSpan.FromMilliseconds(100),
        PollInterval = TimeSpan.FromMilliseconds(5),
        ConfirmPatience = TimeSpan.FromSeconds(2),
    };

    private readonly List<IHost> hosts = [];

    private TestCluster(MySqlDatabase database) => Database = database;

    public MySqlDatabase Database { get; }

    /// <summary>The silos, in the order of their start.</summary>
    public IReadOnlyList<IHost> Silos => [.. hosts.Where(host => host != Client)];

    public IHost? Client { get; private set; }

    /// <summary>What the silos gave as the reason of their end.</summary>
    public List<string> Ends { get; } = [];

    public RecordingLogs Logs { get; } = new();

    public static async Task<TestCluster> StartAsync(string connection, int silos)
    {
        var options = new MySqlOptions { ConnectionString = connection };
        await new MySqlSchemaUpdate(options).ApplyAsync(null, CancellationToken.None);
        var cluster = new TestCluster(new MySqlDatabase(options));
        for (var number = 0; number < silos; number++)
            await cluster.StartSiloAsync();
        await UntilAsync(() => cluster.Silos.All(silo => silo.Services.GetRequiredService<ISiloStatusOracle>().GetApproximateSiloStatuses(onlyActive: true).Count == silos), () => "the silos do not see each other");
        cluster.Client = await cluster.StartAsync(host => host.UseOrleansClient(client => client.UseClusterClient(Options(), cluster.Database)));
        return cluster;
    }

    /// <summary>Starts one more silo.</summary>
    /// <param name="configure">What is different about it.</param>
    public Task StartSiloAsync(Action<ISiloBuilder>? configure = null) => StartAsync(host => host.UseOrleans(silo =>
    {
        silo.UseClusterSilo(Options(), Database, Ended);
        configure?.Invoke(silo);
    }));

    /// <summary>Stops a silo in order, as an upgrade does.</summary>
    public async Task StopSiloAsync(IHost silo)
    {
        hosts.Remove(silo);
        using var patience = new CancellationTokenSource(Patience);
        await silo.StopAsync(patience.Token);
        silo.Dispose();
    }

    /// <summary>Waits for a condition.</summary>
    public static async Task UntilAsync(Func<bool> condition, Func<string> state)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, $"not within {Patience}: {state()}");
            await Task.Delay(10);
        }
    }

    /// <summary>Feeds a source through the client until all of it is committed.</summary>
    public async Task FeedAsync(MemorySource source)
    {
        using var stop = new CancellationTokenSource();
        var pump = Pump(source).RunAsync([], stop.Token);
        await UntilAsync(() => source.IsDone || pump.IsFaulted, () => $"committed are {string.Join(", ", source.CommittedOffsets)}");
        await stop.CancelAsync();
        await pump;
    }

    /// <summary>The differences between what is stored and what the judge counts.</summary>
    public async Task<IReadOnlyList<string>> DifferencesToAsync(params (string Source, byte[] Content)[] contents)
    {
        var recount = new Recount();
        foreach (var (source, content) in contents.OrderBy(content => content.Source, StringComparer.Ordinal))
            recount.Add(source, content);
        var view = await StoredAsync();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            new RecountReport(view.Books().Report, [.. view.Days().Select(day => view.Day(day)!.Figures)]).WriteTo(json);
        return JsonComparer.Compare(recount.ToJson(), stream.ToArray());
    }

    /// <summary>A view made from nothing but the database.</summary>
    public async Task<FiguresView> StoredAsync()
    {
        var view = new FiguresView(TimeProvider.System);
        await Database.PublishAllAsync(
            (key, form, _) =>
            {
                view.Publish(key, form);
                return ValueTask.CompletedTask;
            },
            null,
            CancellationToken.None);
        return view;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        foreach (var host in hosts.AsEnumerable().Reverse())
        {
            // A silo that was declared dead may not be able to stop in order.
            await Record.ExceptionAsync(() => host.StopAsync(patience.Token));
            host.Dispose();
        }
    }

    private static ClusterOptions Options() => new()
    {
        Id = "test",
        SiloPort = ServerProcess.FreePort(),
        GatewayPort = ServerProcess.FreePort(),
        AdvertisedAddress = "127.0.0.1",
        TableRefreshPeriod = TimeSpan.FromSeconds(1),
        Queues = 4,
    };

    private Pump Pump(MemorySource source) => new(
        source, Client!.Services.GetRequiredService<IClusterClient>(), Quick, 1, new FeedingState(), TimeProvider.System, NullLogger<Pump>.Instance);

    private async Task<IHost> StartAsync(Action<IHostBuilder> configure)
    {
        var builder = new HostBuilder().ConfigureServices(services =>
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton<ISnapshotPublisher>(new FiguresView(TimeProvider.System));
            services.AddLogging(logging => logging.AddProvider(Logs));
        });
        configure(builder);
        var host = builder.Build();
        hosts.Add(host);
        await host.StartAsync();
        return host;
    }

    private void Ended(string reason)
    {
        lock (Ends)
            Ends.Add(reason);
    }
}
