using System.Globalization;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Snapshots.Tests.Support;

/// <summary>Forms as grains store them.</summary>
public static class SampleForms
{
    public static readonly DateOnly Day = new(2017, 4, 12);
    public static readonly DateTimeOffset Start = new(2017, 4, 12, 4, 0, 0, TimeSpan.Zero);

    /// <summary>The key of a day's national figures.</summary>
    public static string National(int day = 0) => TargetId.National(Day.AddDays(-day), 0).ToString();

    /// <summary>The key of a minute; beyond a day's last one it is one of the day before.</summary>
    public static string Minute(int number) => TargetId.Minute(Day.AddDays(-number / 1440), number % 1440, 0).ToString();

    /// <summary>A target's form.</summary>
    /// <param name="key">The target.</param>
    /// <param name="orders">How many orders it counted.</param>
    /// <param name="revision">How often it was stored.</param>
    /// <param name="at">When it was stored last; absent, as many seconds after the start as its revision says.</param>
    public static byte[] Of(string key, int orders, int revision = 1, DateTimeOffset? at = null)
    {
        if (!TargetId.TryParse(key, out var id))
            throw new ArgumentException(key);
        var now = at ?? Start.AddSeconds(revision);
        return id.Kind switch
        {
            TargetKind.National => Stored(new Target<NationalTally>(id), id, orders, revision, now),
            TargetKind.Province => Stored(new Target<ProvincesTally>(id), id, orders, revision, now),
            _ => Stored(new Target<MinuteTally>(id), id, orders, revision, now),
        };
    }

    /// <summary>The form of a source's books after so many commits of a line each.</summary>
    public static byte[] Ledger(string partition, int commits)
    {
        var ledger = new SourceLedger("source " + partition, "here", []);
        for (var commit = 0; commit < commits; commit++)
        {
            var counts = new LineCounts();
            counts.Add(LineOutcome.Other, default);
            ledger.TryCommit(new SourceCommit(commit, commit + 1, counts, "here", []), Start.AddSeconds(commit));
        }

        return ledger.Encode();
    }

    /// <summary>The form of rejected lines at offsets.</summary>
    public static byte[] Rejects(params long[] offsets)
    {
        var rejects = new RejectedLines();
        rejects.Add(offsets.Select(offset => new RejectedLine(offset, RejectReason.NotAnObject, "x", Start.AddSeconds(offset))));
        return rejects.Encode();
    }

    /// <summary>How many orders a view has of a day.</summary>
    public static long Orders(this FiguresView view, int day = 0) => view.Day(Day.AddDays(-day))?.Figures.National.Orders.Total ?? 0;

    /// <summary>How many orders a view has in a minute.</summary>
    public static long OrdersOfMinute(this FiguresView view, int number) =>
        view.Day(Day.AddDays(-number / 1440))?.Figures.Minute(number % 1440)?.Orders.Total ?? 0;

    /// <summary>All that a view holds, as text.</summary>
    public static string Content(this FiguresView view)
    {
        var days = view.Days().Select(day => string.Create(
            CultureInfo.InvariantCulture,
            $"{day:yyyyMMdd}@{view.DayRevision(day)}: {view.Day(day)!.Figures.National.Orders.Total} {string.Join(',', Enumerable.Range(0, 1440).Select(minute => view.Day(day)!.Figures.Minute(minute)?.Orders.Total))}"));
        return string.Create(CultureInfo.InvariantCulture, $"{view.Revision} {view.AsOf:O} {view.Rejects(int.MaxValue).Lines.Count} {view.Ledgers().Sum(ledger => ledger.Ledger.Committed)}\n{string.Join('\n', days)}");
    }

    private static byte[] Stored<T>(Target<T> target, TargetId id, int orders, int revision, DateTimeOffset now)
        where T : class, ITally<T>
    {
        var order = new Notification
        {
            Service = Service.ReChargeNotifyReq,
            Succeeded = true,
            InterfaceResult = "0000"u8,
            Province = ProvinceCode.TryParse("200", out var code) ? code : default,
            AmountFen = 5000,
            DurationMs = 30_000,
            LatencyMs = Notification.NotMeasured,
            Gateway = "WXPAY"u8,
            Channel = "6900"u8,
            Result = "0000"u8,
        };
        order.Day = id.Day;
        order.MinuteOfDay = id.Number;
        for (var count = 0; count < orders; count++)
        {
            order.DurationMs = 1000 + (count * 977 % 90_000);
            target.Tally.Add(order);
        }

        for (var stored = 1; stored < revision; stored++)
            target.Stored(now);
        return target.Encode(now);
    }
}
