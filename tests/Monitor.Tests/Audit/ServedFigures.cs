using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Provinces;
using RechargeMonitor.Core.Reports;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Monitor.Tests.Audit;

/// <summary>Publishes a recount's figures as grains would have stored them.</summary>
internal static class ServedFigures
{
    /// <summary>Publishes everything.</summary>
    /// <param name="view">Where to.</param>
    /// <param name="report">The figures and books.</param>
    /// <param name="retired">A day of which only the line counts are left, if any.</param>
    public static void Publish(this FiguresView view, RecountReport report, DateOnly? retired = null)
    {
        foreach (var day in report.Days)
            Publish(view, day, day.Day == retired);
        foreach (var (source, number) in report.Audit.Sources.Select((source, number) => (source, number)))
        {
            var ledger = new SourceLedger(source.Source, source.Source, []);
            ledger.TryCommit(new SourceCommit(0, source.Position, source.Counts, source.Source, []), DateTimeOffset.UnixEpoch);
            view.Publish(PartitionKeys.Source($"file-{number}"), ledger.Encode());
        }
    }

    private static void Publish(FiguresView view, DayTally day, bool isRetired)
    {
        var national = new Target<NationalTally>(TargetId.National(day.Day, 0));
        national.Tally.Merge(day.National);
        if (isRetired)
            national.Retire();
        Publish(view, TargetId.National(day.Day, 0), national);
        if (isRetired)
            return;

        var provinces = TargetId.Province(day.Day, ProvinceCode.TryParse("200", out var code) ? code : throw new InvalidOperationException("200 is Guangdong"));
        var province = new Target<ProvincesTally>(provinces);
        province.Tally.Merge(day.Provinces);
        Publish(view, provinces, province);
        for (var minute = 0; minute < DayTally.Minutes; minute++)
        {
            if (day.Minute(minute) is not { } tally)
                continue;
            var target = new Target<MinuteTally>(TargetId.Minute(day.Day, minute, 0));
            target.Tally.Merge(tally);
            Publish(view, TargetId.Minute(day.Day, minute, 0), target);
        }
    }

    private static void Publish<T>(FiguresView view, TargetId id, Target<T> target)
        where T : class, ITally<T> => view.Publish(id.ToString(), target.Encode(DateTimeOffset.UnixEpoch));
}
