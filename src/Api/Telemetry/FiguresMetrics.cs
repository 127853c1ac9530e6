using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Live;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Telemetry;

/// <summary>
/// The instruments of the figures that the process answers. They are those of the newest day, so they begin again at each
/// day, and none costs anything until somebody collects it.
/// </summary>
internal sealed class FiguresMetrics : IHostedService, IDisposable
{
    // A collection asks each instrument by itself: within this time all are told of the same figures.
    private static readonly TimeSpan ReadingAge = TimeSpan.FromMilliseconds(500);

    private readonly FiguresView view;
    private readonly DayDirectory directory;
    private readonly LiveEndpoint live;
    private readonly TimeProvider time;
    private readonly Meter meter = new(ApiMetrics.MeterName);
    private readonly Lock gate = new();
    private FiguresReading? reading;
    private long readAt;

    public FiguresMetrics(FiguresView view, DayDirectory directory, LiveEndpoint live, TimeProvider time) =>
        (this.view, this.directory, this.live, this.time) = (view, directory, live, time);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        AddFigures();
        AddTimes();
        AddBooks();
        meter.CreateObservableGauge("recharge.live.subscribers", () => live.Subscribers, "{subscriber}", "Clients that follow the live feed.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => meter.Dispose();

    private void AddFigures()
    {
        meter.CreateObservableGauge("recharge.figures.orders", () => Current().Orders, "{order}", "Orders of the newest day, by result.");
        meter.CreateObservableGauge("recharge.figures.amount.fen", () => Current().AmountFen, "{fen}", "Amount of the newest day's succeeded orders, in fen.");
        meter.CreateObservableGauge("recharge.figures.province.orders", () => Current().ProvinceOrders, "{order}", "Orders of the newest day, by province and result.");
        meter.CreateObservableGauge("recharge.figures.interface.calls", () => Current().InterfaceCalls, "{call}", "Calls of the newest day, by service and result of the interface.");
        meter.CreateObservableGauge("recharge.figures.duration", () => Current().Durations, "s", "Percentiles of the newest day's durations, by step.");
    }

    private void AddTimes()
    {
        meter.CreateObservableGauge("recharge.figures.day.start", () => Current().DayStart, "s", "When the newest day began in China, in Unix time.");
        meter.CreateObservableGauge("recharge.figures.age", () => Current().AgeAt(time.GetUtcNow()), "s", "How long ago figures were last made durable.");
        meter.CreateObservableGauge("recharge.figures.order.age", () => Current().OrderAgeAt(time.GetUtcNow()), "s", "How long ago the newest minute began that has an order.");
        meter.CreateObservableGauge("recharge.figures.stale", () => view.IsStale ? 1 : 0, null, "1 while the figures are the last known ones because Redis is away, otherwise 0.");
    }

    private void AddBooks()
    {
        meter.CreateObservableGauge("recharge.books.lines", () => Current().BookedLines, "{line}", "Lines in the books, by what became of them.");
        meter.CreateObservableGauge("recharge.books.balanced", () => view.BooksBalance ? 1 : 0, null, "1 while the books and the figures balance, otherwise 0.");
    }

    private FiguresReading Current()
    {
        lock (gate)
        {
            if (reading is null || time.GetElapsedTime(readAt) > ReadingAge)
                (reading, readAt) = (Read(), time.GetTimestamp());
            return reading;
        }
    }

    private FiguresReading Read()
    {
        var day = directory.Current.Default is { } newest ? view.Day(newest) : null;
        return new FiguresReading(day?.Figures, view.Books());
    }
}
