using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;
using Orleans.TestingHost;
using RechargeMonitor.Core.Delivery;
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
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(60);

    private readonly SqliteDatabase database;
    private readonly int shards;
    private readonly InProcessTestCluster cluster;
    private readonly FakeTimeProvider viewTime;

    private Engine(SqliteDatabase database, int shards, FiguresView view, FakeTimeProvider viewTime, InProcessTestCluster cluster) =>
        (this.database, this.shards, View, this.viewTime, this.cluster) = (database, shards, view, viewTime, cluster);

    public FiguresView View { get; }

    public IClusterClient Client => cluster.Silos[0].ServiceProvider.GetRequiredService<IClusterClient>();

    public static async Task<Engine> StartAsync(string folder, Faults? faults = null, int shards = 1)
    {
        var database = SqliteDatabase.Open(folder, shards);
        var viewTime = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var view = new FiguresView(viewTime);
        database.PublishTo(view);
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;

        // It is part of every row's key: an engine that is started again on a folder has to find what it stored.
        builder.Options.ServiceId = "engine-tests";
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddSqliteState(database).AddLocalStreams().AddMonitorGrains();
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton<ISnapshotPublisher>(view);
            if (faults is not null)
                Inject(silo, faults);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new Engine(database, shards, view, viewTime, cluster);
    }

    /// <summary>Feeds sources, each by a pump of its own, until all is committed.</summary>
    public Task FeedAsync(FeedingOptions options, params MemorySource[] sources) => FeedAsync(options, new FeedingState(), sources);

    /// <summary>The same, with the progress noted where the caller can see it.</summary>
    public async Task FeedAsync(FeedingOptions options, FeedingState state, params MemorySource[] sources)
    {
        using var stop = new CancellationTokenSource();
        var pumps = sources.Select(source => Pump(source, options, state).RunAsync([], stop.Token)).ToArray();
        try
        {
            await UntilAsync(
                () => sources.All(source => source.IsDone),
                () => $"all is committed; {string.Join(", ", sources.SelectMany(source => source.CommittedOffsets))}, {state.Rewinds} rewinds",
                pumps);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(pumps);
        }
    }

    /// <summary>Waits for something that pumps bring about, with a bound.</summary>
    public static async Task UntilAsync(Func<bool> isSo, Func<string> expectation, params Task[] pumps)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            Assert.False(patience.IsCancellationRequested, $"expected within {Patience}: {expectation()}");
            await Task.WhenAny([.. pumps.Where(pump => !pump.IsCompleted), Task.Delay(5)]);
            if (pumps.FirstOrDefault(pump => pump.IsFaulted) is { } failed)
                await failed;
        }
    }

    public Pump Pump(MemorySource source, FeedingOptions options, FeedingState state) =>
        new(source, Client, options, shards, state, TimeProvider.System, NullLogger<Pump>.Instance);

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
        silo.AddOutgoingGrainCallFilter(faults);
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
