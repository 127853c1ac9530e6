using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;
using Orleans.TestingHost;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Grains.Tests.Support;
using RechargeMonitor.Silo;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Snapshots;
using Xunit;

namespace RechargeMonitor.Grains.Tests.Alerts;

/// <summary>A silo with the alert grain, its state in SQLite, figures that are published by hand, and a clock that is moved by hand.</summary>
internal sealed class AlertRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static readonly DateTimeOffset Start = new(2017, 4, 12, 4, 0, 0, TimeSpan.Zero);

    private readonly SqliteDatabase database;
    private readonly InProcessTestCluster cluster;
    private readonly Dictionary<ChinaMinute, Target<MinuteTally>> minutes = [];

    private readonly LastAlerts published;

    private AlertRig(SqliteDatabase database, LastAlerts published, FakeTimeProvider time, InProcessTestCluster cluster) =>
        (this.database, this.published, Time, this.cluster) = (database, published, time, cluster);

    public FiguresView View => published.View;

    /// <summary>Whether it is stored that all was told.</summary>
    public bool IsSettled => published.Form is { } form && AlertState.Decode(form, []).Outbox.Count("hook") == 0;

    public FakeTimeProvider Time { get; }

    public IEnumerable<string> Open => View.Alerts().Alerts.Where(alert => alert.Until is null).Select(alert => alert.Subject);

    public static async Task<AlertRig> StartAsync(
        string folder, IAlertReceivers receivers, IReadOnlyList<AlertRule>? rules = null, Faults? faults = null, DateTimeOffset? now = null)
    {
        var database = SqliteDatabase.Open(folder, shards: 1);
        var time = new FakeTimeProvider(now ?? Start);
        var view = new FiguresView(time);
        var published = new LastAlerts(view);
        database.PublishTo(published);
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.ServiceId = "alert-tests";
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddSqliteState(database).AddLocalStreams();
            silo.Services.AddSingleton<TimeProvider>(time);
            silo.Services.AddSingleton(view);
            silo.Services.AddSingleton<ISnapshotPublisher>(published);
            silo.Services.AddSingleton(receivers);
            silo.Services.AddSingleton(new AlertSettings(rules ?? [Interfaces], LagMinutes: 1, MaxAgeMinutes: 30));
            if (faults is not null)
                Inject(silo, faults);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new AlertRig(database, published, time, cluster);
    }

    public static AlertRule Interfaces { get; } = new()
    {
        Name = "interfaces", Kind = AlertKind.InterfaceFailureRate, Warning = 0.1, Critical = 0.5,
        WindowMinutes = 1, MinSample = 10, OpenAfterMinutes = 2, CloseAfterMinutes = 2, Subjects = ["sendRechargeReq"],
    };

    public Task LookAsync() => cluster.Client.GetGrain<IAlertGrain>(AlertState.Key).LookAsync();

    /// <summary>Puts a form where the alerts are stored; they must not have been loaded yet.</summary>
    public Task StoreAsync(byte[] form)
    {
        var (storage, grain) = Stored();
        return storage.WriteStateAsync(StateNames.Alerts, grain, new GrainState<StateRow>(new StateRow { Form = form }));
    }

    /// <summary>The form that is stored.</summary>
    public async Task<byte[]> StoredAsync()
    {
        var (storage, grain) = Stored();
        var row = new GrainState<StateRow>();
        await storage.ReadStateAsync(StateNames.Alerts, grain, row);
        return row.State!.Form;
    }

    /// <summary>Publishes a hundred calls of a minute, counted from the start, of which so many fail.</summary>
    public AlertRig Calls(int minute, int failed)
    {
        var at = ChinaMinute.At(Start).Plus(minute);
        var id = TargetId.Minute(at.Day, at.MinuteOfDay, 0);
        if (!minutes.TryGetValue(at, out var target))
            minutes.Add(at, target = new Target<MinuteTally>(id));
        for (var call = 0; call < 100; call++)
        {
            target.Tally.Add(new Notification
            {
                Service = Service.SendRechargeReq, LatencyMs = Notification.NotMeasured,
                InterfaceResult = call < failed ? "9999"u8 : "0000"u8, InterfaceFailed = call < failed,
            });
        }

        View.Publish(id.ToString(), target.Encode(Time.GetUtcNow()));
        target.Stored(Time.GetUtcNow());
        return this;
    }

    /// <summary>Looks, as time goes on, until something is so; with a bound.</summary>
    public async Task UntilAsync(Func<bool> isSo, Func<string> found)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            Assert.False(patience.IsCancellationRequested, $"within {Patience.TotalSeconds} s, found {found()}");
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await LookAsync();
            await Task.Delay(5);
        }
    }

    /// <summary>Looks again until that succeeds: a grain whose write failed is loaded anew.</summary>
    public Task RetryAsync()
    {
        var isDone = false;
        return Engine.UntilAsync(() => isDone, () => "a look that succeeds", Task.Run(async () =>
        {
            for (var attempt = 0; !isDone && attempt < 1000; attempt++)
            {
                try
                {
                    await LookAsync();
                    isDone = true;
                }
                catch (Exception exception) when (exception is InvalidOperationException or IOException)
                {
                    await Task.Delay(20);
                }
            }
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        database.Dispose();
    }

    private (IGrainStorage Storage, GrainId Grain) Stored() => (
        cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>(StateNames.Storage),
        cluster.Client.GetGrain<IAlertGrain>(AlertState.Key).GetGrainId());

    private static void Inject(ISiloBuilder silo, Faults faults)
    {
        var storage = silo.Services.Last(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, StateNames.Storage));
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            StateNames.Storage,
            (services, _) => new FaultyStorage((IGrainStorage)storage.KeyedImplementationFactory!(services, StateNames.Storage), faults));
    }

    /// <summary>Publishes to the view and keeps the newest form of the alerts.</summary>
    private sealed class LastAlerts(FiguresView view) : ISnapshotPublisher
    {
        private volatile byte[]? form;

        public FiguresView View => view;

        public byte[]? Form => form;

        public void Publish(string key, ReadOnlyMemory<byte> published)
        {
            if (key == AlertState.Key)
                form = published.ToArray();
            view.Publish(key, published);
        }

        public void Remove(string key) => view.Remove(key);
    }
}
