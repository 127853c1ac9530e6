using System.Diagnostics.Metrics;
using System.Globalization;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Telemetry;

/// <summary>
/// Figures of one moment as measurements. How many there are is bounded whatever the lines say: provinces that the table
/// does not have are measured together.
/// </summary>
/// <param name="day">The day's figures, if there are any.</param>
/// <param name="books">The books.</param>
internal sealed class FiguresReading(DayTally? day, BooksSnapshot books)
{
    private const string OtherProvinces = "other";

    private static readonly int[] Percents = [50, 95, 99];

    public IEnumerable<Measurement<long>> Orders => day is null ? [] : ByResult(day.National.Orders);

    public IEnumerable<Measurement<double>> AmountFen => day is null ? [] : [new((double)day.National.Orders.AmountFen)];

    public IEnumerable<Measurement<long>> ProvinceOrders => day is null ? [] : [.. Provinces(day.Provinces).SelectMany(ByResult)];

    public IEnumerable<Measurement<long>> InterfaceCalls => day is null ? [] : [.. Enumerable.Range(0, Services.Count).SelectMany(service => Calls(day.National, (Service)service))];

    public IEnumerable<Measurement<double>> Durations => day is null ? [] : [.. Percentiles(day.National.Recharge, "recharge"), .. Percentiles(day.National.Payment, "payment")];

    public IEnumerable<Measurement<long>> DayStart => day is null ? [] : [new(ChinaMinute.Of(day.Day, 0).Start.ToUnixTimeSeconds())];

    public IEnumerable<Measurement<long>> BookedLines
    {
        get
        {
            var counts = new LineCounts();
            foreach (var source in books.Report.Sources)
                counts.Merge(source.Counts);
            return
            [
                new(counts.Counted, Tag("outcome", "counted")),
                new(counts.Other, Tag("outcome", "other")),
                new(counts.Rejected, Tag("outcome", "rejected")),
                new(counts.Blank, Tag("outcome", "blank")),
            ];
        }
    }

    public IEnumerable<Measurement<double>> AgeAt(DateTimeOffset now) => books.AsOf == default ? [] : [new((now - books.AsOf).TotalSeconds)];

    public IEnumerable<Measurement<double>> OrderAgeAt(DateTimeOffset now)
    {
        for (var minute = DayTally.Minutes - 1; day is not null && minute >= 0; minute--)
        {
            if (day.Minute(minute) is { Orders.Total: > 0 })
                return [new((now - ChinaMinute.Of(day.Day, minute).Start).TotalSeconds)];
        }

        return [];
    }

    private static IEnumerable<(string Code, OrderCounts Orders)> Provinces(ProvincesTally provinces)
    {
        for (var index = 0; index < ProvinceTable.All.Count; index++)
            yield return (ProvinceTable.All[index].Code.ToString(), provinces.Known(index).Day());
        var others = provinces.Unknown.Other.Day();
        foreach (var (_, province) in provinces.Unknown.InOrder())
            OrderCounts.Merge(ref others, province.Day());
        yield return (OtherProvinces, others);
    }

    private static IEnumerable<Measurement<long>> ByResult((string Code, OrderCounts Orders) province) =>
        ByResult(province.Orders, Tag("province", province.Code));

    private static IEnumerable<Measurement<long>> ByResult(OrderCounts orders, params KeyValuePair<string, object?>[] tags) =>
    [
        new(orders.Succeeded, [.. tags, Tag("result", "succeeded")]),
        new(orders.Failed, [.. tags, Tag("result", "failed")]),
    ];

    private static IEnumerable<Measurement<long>> Calls(NationalTally national, Service service)
    {
        var calls = national.Interface(service);
        var name = Tag("service", Services.Name(service));
        return
        [
            new(calls.Calls - calls.Failed - calls.WithoutResult, name, Tag("result", "succeeded")),
            new(calls.Failed, name, Tag("result", "failed")),
            new(calls.WithoutResult, name, Tag("result", "none")),
        ];
    }

    private static IEnumerable<Measurement<double>> Percentiles(DurationTally durations, string step) => durations.Count == 0
        ? []
        : Percents.Select(percent => new Measurement<double>(
            durations.PercentileMs(percent) / 1000.0,
            Tag("step", step),
            Tag("quantile", (percent / 100.0).ToString(CultureInfo.InvariantCulture))));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
