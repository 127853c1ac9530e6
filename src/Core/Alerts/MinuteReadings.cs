using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Alerts;

/// <summary>The figures that rules are judged by: those of some minutes together.</summary>
/// <param name="figures">The figures of a minute; nothing where no line belongs to it.</param>
internal sealed class MinuteReadings(Func<ChinaMinute, MinuteTally?> figures)
{
    // All rules that look at the same minutes share their sum.
    private readonly Dictionary<int, MinuteTally> sums = [];
    private ChinaMinute summed;

    /// <summary>The value of each subject of a rule; nothing where the sample is too small.</summary>
    /// <param name="rule">A rule over minutes.</param>
    /// <param name="last">The last minute of the window.</param>
    public IEnumerable<(string Subject, double? Value)> Of(AlertRule rule, ChinaMinute last)
    {
        var sum = Sum(rule.WindowMinutes, last);
        return rule.Kind switch
        {
            AlertKind.InterfaceFailureRate => Enumerable.Range(0, Services.Count)
                .Select(service => (Services.Name((Service)service), Rate(rule, sum.Calls((Service)service).Failed, sum.Calls((Service)service).Calls))),
            AlertKind.ProvinceFailureRate => ProvinceTable.All
                .Select((province, index) => (province.Code.ToString(), Rate(rule, sum.Provinces.Of(index).Failed, sum.Provinces.Of(index).Total))),
            _ => [(AlertRule.Nationwide, sum.Recharge.Count >= rule.MinSample ? sum.Recharge.PercentileMs(95) : null)],
        };
    }

    private static double? Rate(AlertRule rule, long part, long whole) => whole >= rule.MinSample ? (double)part / whole : null;

    private MinuteTally Sum(int minutes, ChinaMinute last)
    {
        if (summed != last)
            sums.Clear();
        summed = last;
        if (sums.TryGetValue(minutes, out var sum))
            return sum;
        sum = MinuteTally.Empty;
        for (var back = 0; back < minutes && back <= last.Number; back++)
        {
            if (figures(last.Plus(-back)) is { } tally)
                sum.Merge(tally);
        }

        sums.Add(minutes, sum);
        return sum;
    }
}
