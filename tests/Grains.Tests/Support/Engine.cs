using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;
using Orleans.TestingHost;
using RechargeMonitor.Core.Reports;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Oracle;
using RechargeMonitor.Silo;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Snapshots;
using Xunit;

namespace RechargeMonitor.Grains.Tests.Support;

/// <summary>One silo with SQLite in a folder, as <c>serve</c> has it, with faults to inject.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(15);

    private readonly SqliteDatabase database;
    private readonly InProcessTestCluster cluster;
    private readonly FakeTimeProvider viewTime;

    private Engine(SqliteDatabase database, FiguresView view, FakeTimeProvider viewTime, InProcessTestCluster cluster) =>
        (this.database, View, this.viewTime, this.cluster) = (database, view, viewTime, cluster);

    public FiguresView View { get; }

    public IClusterClient Client => cluster.Silos[0].ServiceProvider.GetRequiredService<IClusterClient>();

    public static async Task<Engine> StartAsync(string folder, Faults? faults = null)
    {
        var database = SqliteDatabase.Open(folder, 1);
        var viewTime = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var view = new FiguresView(viewTime);
        database.PublishTo(view);
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;

        // States are stored under it: a test that starts an engine again must find them.
        builder.Options.ServiceId = "recharge-monitor";
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddSqliteState(database).AddMonitorStreams().AddMonitorGrains();
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton<ISnapshotPublisher>(view);
            if (faults is not null)
                Inject(silo, faults);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new Engine(database, view, viewTime, cluster);
    }

    /// <summary>Feeds sources, each by a pump of its own, until all is committed.</summary>
    public async Task FeedAsync(FeedingOptions options, params MemorySource[] sources)
    {
        using var stop = new CancellationTokenSource();
        var pumps = sources.Select(source => Pump(source, options, new FeedingState()).RunAsync([], stop.Token)).ToArray();
        using var patience = new CancellationTokenSource(Patience);
        while (!sources.All(source => source.IsDone))
        {
            Assert.False(patience.IsCancellationRequested, $"not committed in {Patience}: {string.Join(", ", sources.SelectMany(source => source.CommittedOffsets))}");
            await Task.WhenAny([.. pumps, Task.Delay(5)]);
            Assert.DoesNotContain(pumps, pump => pump.IsFaulted);
        }

        await stop.CancelAsync();
        await Task.WhenAll(pumps);
    }

    public Pump Pump(MemorySource source, FeedingOptions options, FeedingState state) =>
        new(source, Client, options, 1, state, TimeProvider.System, NullLogger<Pump>.Instance);

    /// <summary>Whether the books balance once nothing may be in flight any more: then they equal the figures.</summary>
    public bool BooksBalanceExactly()
    {
        viewTime.Advance(InFlight);
        return View.BooksBalance;
    }

    /// <summary>The differences between the figures that readers get and the judge's.</summary>
    public IReadOnlyList<string> DifferencesTo(params (string Source, byte[] Content)[] contents)
    {
        var recount = new Recount();
        foreach (var (source, content) in contents.OrderBy(content => content.Source, StringComparer.Ordinal))
            recount.Add(source, content);
        return JsonComparer.Compare(recount.ToJson(), Report());
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        database.Dispose();
    }

    private static void Inject(ISiloBuilder silo, Faults faults)
    {
        silo.AddIncomingGrainCallFilter(faults);
        var storage = silo.Services.Last(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, StateNames.Storage));
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            StateNames.Storage,
            (services, _) => new FaultyStorage((IGrainStorage)storage.KeyedImplementationFactory!(services, StateNames.Storage), faults));
    }

    private byte[] Report()
    {
        var days = View.Days().Select(day => View.Day(day)!.Figures).ToArray();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            new RecountReport(View.Books().Report, days).WriteTo(json);
        return stream.ToArray();
    }
}
