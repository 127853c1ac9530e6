using RechargeMonitor.Core.Lines;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Answers;

/// <summary>Which days there are.</summary>
/// <param name="Revision">The view's revision at which they were looked up.</param>
/// <param name="Today">The day in China then.</param>
/// <param name="Days">Newest first, none later than tomorrow.</param>
/// <param name="Future">Those later than tomorrow, newest first.</param>
internal sealed record DayList(long Revision, DateOnly Today, IReadOnlyList<DateOnly> Days, IReadOnlyList<DateOnly> Future)
{
    /// <summary>The day that is meant where none is named.</summary>
    public DateOnly? Default => Days.Count > 0 ? Days[0] : null;
}

/// <summary>Keeps the list of days until the figures or the date in China change.</summary>
internal sealed class DayDirectory(FiguresView view, TimeProvider time)
{
    private volatile DayList? list;

    public DayList Current
    {
        get
        {
            // The revision is read first, so that the list is at least as new as it says.
            var (revision, today) = (view.Revision, ChinaTime.DayAt(time.GetUtcNow()));
            if (list is { } known && known.Revision == revision && known.Today == today)
                return known;
            var all = view.Days();
            var tomorrow = today.AddDays(1);
            return list = new DayList(revision, today, [.. all.Where(day => day <= tomorrow)], [.. all.Where(day => day > tomorrow)]);
        }
    }
}
