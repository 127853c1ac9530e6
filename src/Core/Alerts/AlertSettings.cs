using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Alerts;

/// <summary>What is judged, and when.</summary>
/// <param name="Rules">The rules, without fault.</param>
/// <param name="LagMinutes">A minute is closed when one that begins so many minutes later has been seen.</param>
/// <param name="MaxAgeMinutes">A minute that is older than this when it is closed is not judged: it would be old news.</param>
public sealed record AlertSettings(IReadOnlyList<AlertRule> Rules, int LagMinutes, int MaxAgeMinutes)
{
    /// <summary>The minutes that are closed and were not judged yet, ascending.</summary>
    /// <param name="judged">The newest minute that was judged.</param>
    /// <param name="now">The minute that it is now. Lines of later ones close nothing: they have wrong dates.</param>
    /// <param name="figures">The figures of a minute; nothing where no line belongs to it.</param>
    public IEnumerable<ChinaMinute> Due(ChinaMinute? judged, ChinaMinute now, Func<ChinaMinute, MinuteTally?> figures)
    {
        var oldest = now.Plus(-MaxAgeMinutes);
        var first = judged >= oldest ? judged.Value.Plus(1) : oldest;
        var newest = now;
        while (newest >= first && figures(newest) is null)
            newest = newest.Plus(-1);
        for (var minute = first; minute <= newest.Plus(-LagMinutes); minute = minute.Plus(1))
            yield return minute;
    }
}
