using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Monitor.Alerts;

/// <summary>An alert that would have been, with when it would have been told: at the end of the minute that decided it.</summary>
internal sealed record TestedAlert(Alert Alert, DateTimeOffset OpenedAt, DateTimeOffset? EscalatedAt, DateTimeOffset? EndedAt);

/// <summary>
/// Judges the minutes of days that are counted already, each once, in their order, whatever time it is now. Its figures hold
/// all late lines, so it may find what a monitor, which judges a minute when it is closed, just missed.
/// </summary>
internal static class AlertTest
{
    /// <summary>What the rules over minutes would have opened, in the order of opening.</summary>
    public static IReadOnlyList<TestedAlert> Run(IReadOnlyList<AlertRule> rules, IReadOnlyCollection<DayTally> days)
    {
        var byDay = days.ToDictionary(day => day.Day);
        var board = new AlertBoard(rules);
        var tested = new Dictionary<string, TestedAlert>(StringComparer.Ordinal);
        foreach (var minute in byDay.Keys.Order().SelectMany(day => MinutesOf(byDay[day])))
        {
            var at = minute.Plus(1).Start;
            foreach (var (change, alert) in board.Judge(minute, Figures))
            {
                tested[alert.Id] = change switch
                {
                    AlertChange.Opened => new TestedAlert(alert, at, null, null),
                    AlertChange.Escalated => tested[alert.Id] with { Alert = alert, EscalatedAt = at },
                    _ => tested[alert.Id] with { Alert = alert, EndedAt = at },
                };
            }
        }

        // What is still open may have grown worse since it was told.
        foreach (var open in board.Open)
            tested[open.Id] = tested[open.Id] with { Alert = open };
        return [.. tested.Values.OrderBy(alert => alert.OpenedAt).ThenBy(alert => alert.Alert.Id, StringComparer.Ordinal)];

        MinuteTally? Figures(ChinaMinute minute) => byDay.GetValueOrDefault(minute.Day)?.Minute(minute.MinuteOfDay);
    }

    /// <summary>From a day's first line to its last, quiet minutes between them included, as a monitor judges them.</summary>
    private static IEnumerable<ChinaMinute> MinutesOf(DayTally day)
    {
        var filled = Enumerable.Range(0, DayTally.Minutes).Where(minute => day.Minute(minute) is not null).ToArray();
        return Enumerable.Range(filled[0], filled[^1] - filled[0] + 1).Select(minute => ChinaMinute.Of(day.Day, minute));
    }
}
