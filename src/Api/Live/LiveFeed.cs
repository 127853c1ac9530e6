using Microsoft.Extensions.Hosting;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Live;

/// <summary>
/// Turns changes of the figures into events, at most one a second. It knows no subscribers: each looks at the newest
/// event whenever it can write, so a slow one costs nothing.
/// </summary>
internal sealed class LiveFeed(FiguresView view, DayDirectory directory, TimeProvider time) : BackgroundService
{
    /// <summary>The least time between two events.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How far behind a subscriber may be and still resume: ten minutes of an event a second.</summary>
    internal const int MaxEventsBehind = 600;

    private readonly Lock gate = new();
    private readonly Queue<(string Id, long Number)> history = [];
    private volatile LiveEvent current = LiveEvent.First(view, directory);

    /// <summary>The newest event.</summary>
    public LiveEvent Current => current;

    /// <summary>The number of the event with an id that a client saw last; 0 where it is not known any more.</summary>
    public long NumberOf(string? id)
    {
        lock (gate)
        {
            if (current.Id == id)
                return current.Number;
            return history.FirstOrDefault(known => known.Id == id).Number;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            // The change is asked for before the revision is looked at, so that none is missed.
            var change = view.NextChange;
            if (view.Revision == current.Revision && view.IsStale == current.IsStale)
                await change.WaitAsync(stoppingToken);
            Advance();
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private void Advance()
    {
        var (before, next) = (current, current.Follow(view, directory));
        lock (gate)
        {
            history.Enqueue((before.Id, before.Number));
            if (history.Count >= MaxEventsBehind)
                history.Dequeue();
            current = next;
        }

        before.AnnounceNext();
    }
}
