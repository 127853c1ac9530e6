using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Grains;

/// <summary>
/// The shell around <see cref="StoredAlerts"/>: has the confirmed figures judged, what was found stored together with what is
/// to be told of it, and then has an <see cref="AlertTeller"/> tell it. It is deactivated when they are to be loaded again.
/// </summary>
public sealed partial class AlertGrain(
    [PersistentState(StateNames.Alerts, StateNames.Storage)] IPersistentState<StateRow> state,
    FiguresView view,
    AlertSettings settings,
    IAlertReceivers receivers,
    ISnapshotPublisher snapshots,
    TimeProvider time,
    ILogger<AlertGrain> logger) : Grain, IAlertGrain, IDisposable
{
    // Values that grow while nothing happens, as the seconds of a silent source do, are stored this often.
    private static readonly TimeSpan QuietStoreInterval = TimeSpan.FromMinutes(1);

    // What is told goes on beside the grain's calls, so that stores could overlap.
    private readonly SemaphoreSlim storing = new(1);
    private StoredAlerts stored = null!;
    private AlertTeller? teller;
    private DateTimeOffset watchedSince;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        stored = new StoredAlerts(settings.Rules, new StateForm(state), snapshots, time, Reload);
        teller = new AlertTeller(stored.State, ChangeAsync, receivers, time, logger);
        watchedSince = time.GetUtcNow();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        teller?.Dispose();
        teller = null;
    }

    /// <inheritdoc/>
    public async Task LookAsync()
    {
        if (view.IsStale)
        {
            // The last known state of things is no news, and silence while nothing can be seen is none.
            watchedSince = time.GetUtcNow();
            return;
        }

        await ChangeAsync(alerts => Judge(alerts, time.GetUtcNow()));
        teller?.Tell();
    }

    /// <summary>Judges what can be judged. Returns whether there is something to store.</summary>
    private bool Judge(AlertState alerts, DateTimeOffset now)
    {
        var (judgedBefore, figures) = (alerts.Board.Judged, Figures());
        var events = new List<AlertEvent>(alerts.Board.EndUnwatched(now));
        foreach (var minute in settings.Due(judgedBefore, ChinaMinute.At(now), figures))
            events.AddRange(alerts.Board.Judge(minute, figures));
        events.AddRange(alerts.Board.Watch(now, new ProcessingStatus(watchedSince, view.Sources(), view.BooksBalance)));
        foreach (var (change, alert) in events)
            LogChange(logger, change, alert.Id, alert.Severity, alert.Value);

        var isCleared = alerts.Outbox.KeepOnly(receivers.Names);
        if (alerts.Outbox.Add(events, receivers.Names) is > 0 and var dropped)
            LogDropped(logger, dropped, AlertOutbox.MaxWaiting);
        return events.Count > 0 || isCleared || alerts.Board.Judged != judgedBefore
            || (now - alerts.AsOf >= QuietStoreInterval && alerts.Board.Open.Any());
    }

    /// <summary>The confirmed figures by minute. Those of a day are asked for once, so that all of them belong together.</summary>
    private Func<ChinaMinute, MinuteTally?> Figures()
    {
        var days = new Dictionary<DateOnly, DayTally?>();
        return minute =>
        {
            if (!days.TryGetValue(minute.Day, out var day))
                days.Add(minute.Day, day = view.Day(minute.Day)?.Figures);
            return day?.Minute(minute.MinuteOfDay);
        };
    }

    private async Task ChangeAsync(Func<AlertState, bool> change)
    {
        await storing.WaitAsync();
        try
        {
            if (change(stored.State))
                await stored.StoreAsync();
        }
        finally
        {
            storing.Release();
        }
    }

    private void Reload()
    {
        Dispose();
        DeactivateOnIdle();
    }

    [LoggerMessage(2101, LogLevel.Warning, "{Change}: alert {Alert}, {Severity}, {Value}")]
    private static partial void LogChange(ILogger logger, AlertChange change, string alert, AlertSeverity severity, double value);

    [LoggerMessage(2102, LogLevel.Error, "{Count} alert messages were dropped untold: more than {Most} wait for a receiver")]
    private static partial void LogDropped(ILogger logger, int count, int most);
}
