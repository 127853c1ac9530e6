using System.Globalization;
using System.Text;
using System.Text.Json;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Live;

/// <summary>What was last seen of a day.</summary>
/// <param name="Revision">Its revision; 0 where it is gone.</param>
/// <param name="ChangedIn">The event in which it was first seen so.</param>
internal readonly record struct DayMark(long Revision, long ChangedIn);

/// <summary>
/// The figures at one moment of the feed, and what changed since earlier ones. Its messages are made when the first
/// subscriber needs them and shared by all others.
/// </summary>
internal sealed class LiveEvent
{
    private const int LastMinutes = 60;
    private const string StaleMark = "-stale";

    // The event in which each minute of the default day changed last; 0 where it did not since the day became the default.
    private readonly long[] minuteChangedIn = new long[DayTally.Minutes];
    private readonly Dictionary<DateOnly, DayMark> days = [];
    private readonly long daySince;
    private readonly DateTimeOffset asOf;
    private readonly DaySnapshot? snapshot;
    private readonly Lazy<byte[]> first;
    private readonly Lazy<byte[]> next;
    private readonly TaskCompletionSource follower = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LiveEvent(LiveEvent? previous, FiguresView view, DayDirectory directory)
    {
        Number = (previous?.Number ?? 0) + 1;
        var list = directory.Current;
        (Revision, asOf, IsStale) = (list.Revision, view.AsOf, view.IsStale);
        snapshot = list.Default is { } day ? view.Day(day) : null;
        daySince = previous is not null && previous.snapshot?.Figures.Day == snapshot?.Figures.Day ? previous.daySince : Number;
        MarkDays(previous, view, list);
        if (previous is not null && daySince != Number)
            MarkMinutes(previous);
        first = new Lazy<byte[]>(() => Message(Write(0)));
        next = new Lazy<byte[]>(() => Message(Write(Number - 1)));
    }

    /// <summary>Its place in the feed, from 1.</summary>
    public long Number { get; }

    /// <summary>The view's revision; the figures may already be newer, and are then sent again with the next event.</summary>
    public long Revision { get; }

    /// <summary>Whether the figures are only the last known ones.</summary>
    public bool IsStale { get; }

    /// <summary>Names the event to its subscribers: the same figures, fresh and stale, are two events.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Revision}{(IsStale ? StaleMark : "")}");

    /// <summary>Completes when another event follows. It does not lead there, so that whoever is slow holds no events but its own.</summary>
    public Task Next => follower.Task;

    /// <summary>The event at the start of the feed.</summary>
    public static LiveEvent First(FiguresView view, DayDirectory directory) => new(null, view, directory);

    /// <summary>The event of the figures as they are now.</summary>
    public LiveEvent Follow(FiguresView view, DayDirectory directory) => new(this, view, directory);

    /// <summary>Wakes those who wait for the event that follows, which is the current one now.</summary>
    public void AnnounceNext() => follower.SetResult();

    /// <summary>What a subscriber is sent.</summary>
    /// <param name="seen">The number of the event that it was sent last; 0 where it has seen none.</param>
    public ReadOnlyMemory<byte> MessageAfter(long seen)
    {
        if (seen == 0)
            return first.Value;
        return seen == Number - 1 ? next.Value : Message(Write(seen));
    }

    private void MarkDays(LiveEvent? previous, FiguresView view, DayList list)
    {
        foreach (var (day, mark) in previous?.days ?? [])
        {
            // A day that is gone has changed once more; when no subscriber can be that far behind, it is forgotten.
            if (mark.Revision != 0)
                days[day] = new DayMark(0, Number);
            else if (mark.ChangedIn > Number - LiveFeed.MaxEventsBehind)
                days[day] = mark;
        }

        foreach (var day in list.Days.Concat(list.Future))
        {
            var revision = view.DayRevision(day);
            var isSame = previous is not null && previous.days.TryGetValue(day, out var known) && known.Revision == revision;
            days[day] = new DayMark(revision, isSame ? previous!.days[day].ChangedIn : Number);
        }
    }

    private void MarkMinutes(LiveEvent previous)
    {
        previous.minuteChangedIn.CopyTo(minuteChangedIn, 0);
        if (snapshot is null || previous.snapshot is null || snapshot.Revision == previous.snapshot.Revision)
            return;
        for (var minute = 0; minute < DayTally.Minutes; minute++)
        {
            if (!AreSame(snapshot.Figures.Minute(minute), previous.snapshot.Figures.Minute(minute)))
                minuteChangedIn[minute] = Number;
        }
    }

    private static bool AreSame(MinuteTally? one, MinuteTally? other)
    {
        var (left, right) = (one?.Orders ?? default, other?.Orders ?? default);
        return left.Total == right.Total && left.Succeeded == right.Succeeded && left.AmountFen == right.AmountFen;
    }

    private byte[] Write(long seen) => JsonBody.Of((Event: this, seen), static (json, state) => state.Event.WriteTo(json, state.seen));

    private void WriteTo(Utf8JsonWriter json, long seen)
    {
        JsonBody.WriteHead(json, Revision, asOf, IsStale);
        if (snapshot is not null)
            FiguresJson.WriteOverview(json, snapshot.Figures);
        json.WriteStartArray("changedDays"u8);
        foreach (var (day, _) in days.Where(pair => pair.Value.ChangedIn > seen && (seen > 0 || pair.Value.Revision > 0)).OrderByDescending(pair => pair.Key))
            json.WriteStringValue(ChinaTime.Format(day));
        json.WriteEndArray();
        if (snapshot is not null)
            FiguresJson.WriteMinutes(json, "minutes"u8, snapshot.Figures, MinutesAfter(seen));
    }

    /// <summary>The minutes that changed; and the last ones for whoever did not follow event by event, or has them of another day.</summary>
    private IEnumerable<int> MinutesAfter(long seen)
    {
        var newest = DayTally.Minutes - 1;
        while (newest >= 0 && snapshot!.Figures.Minute(newest) is not { Orders.Total: > 0 })
            newest--;
        var last = seen < Number - 1 || seen < daySince ? newest - LastMinutes + 1 : DayTally.Minutes;
        return Enumerable.Range(0, DayTally.Minutes).Where(minute => minute >= last || (seen > 0 && minuteChangedIn[minute] > seen));
    }

    private byte[] Message(byte[] data) =>
        [.. Encoding.ASCII.GetBytes($"event: snapshot\nid: {Id}\ndata: "), .. data, .. "\n\n"u8];
}
