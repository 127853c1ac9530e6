using System.Globalization;
using System.Text;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;
using RechargeMonitor.Monitor.Commands;
using Spectre.Console;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>The figures to look at: all days in short, the newest ones in detail, and the books.</summary>
internal static class TableFormat
{
    private const int MostDays = 60;
    private const int MostDetailedDays = 3;
    private const int MostSources = 60;

    /// <param name="stream">Where to.</param>
    /// <param name="report">The figures.</param>
    /// <param name="showsAll">Whether all days are shown in detail, because they were asked for.</param>
    public static void Write(Stream stream, RecountReport report, bool showsAll)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        var console = TerminalConsole.Of(writer, Console.IsOutputRedirected);
        WriteOverview(console, report.Days);
        var detailed = showsAll ? report.Days.Count : Math.Min(report.Days.Count, MostDetailedDays);
        foreach (var day in report.Days.Take(detailed))
            WriteDay(console, day);
        if (detailed < report.Days.Count)
            console.WriteLine($"… and {report.Days.Count - detailed} older days: --day yyyyMMdd shows one, --format json all of them");
        WriteBooks(console, report.Audit);
    }

    private static void WriteOverview(IAnsiConsole console, IReadOnlyList<DayTally> days)
    {
        var table = New("Orders by day", "day", "total", "succeeded", "failed", "success", "amount (yuan)", "recharge avg", "min", "max", "p95", "payment min", "max", "p95");
        foreach (var day in days.Take(MostDays))
        {
            var (recharge, payment) = (day.National.Recharge, day.National.Payment);
            Add(table, [
                ChinaTime.Format(day.Day), .. Orders(day.National.Orders),
                Seconds(recharge, tally => tally.AverageMs), Seconds(recharge, tally => tally.MinMs), Seconds(recharge, tally => tally.MaxMs), Seconds(recharge, tally => tally.PercentileMs(95)),
                Seconds(payment, tally => tally.MinMs), Seconds(payment, tally => tally.MaxMs), Seconds(payment, tally => tally.PercentileMs(95))]);
        }

        console.Write(table);
        if (days.Count > MostDays)
            console.WriteLine($"… and {days.Count - MostDays} older days");
    }

    private static void WriteDay(IAnsiConsole console, DayTally day)
    {
        var name = ChinaTime.Format(day.Day);
        var provinces = New($"{name}: provinces, most failed first", "code", "province", "", "total", "succeeded", "failed", "success", "amount (yuan)");
        foreach (var row in ProvinceRow.Of(day.Provinces).OrderByDescending(row => row.Day.Failed).ThenBy(row => row.Code, StringComparer.Ordinal))
            Add(provinces, [row.Code, row.Province?.Name ?? "", row.Province?.NameEn ?? "", .. Orders(row.Day)]);
        console.Write(provinces);

        var interfaces = New($"{name}: interfaces", "service", "calls", "failed", "without result", "failure", "latency avg", "p50", "p95", "p99", "result codes");
        for (var service = Service.MakeNewOrder; service <= Service.ReChargeNotifyReq; service++)
            Add(interfaces, Interface(service, day.National.Interface(service)));
        console.Write(interfaces);

        WriteBreakdown(console, $"{name}: by gateway", day.National.Gateways);
        WriteBreakdown(console, $"{name}: by channel", day.National.Channels);
        WriteBreakdown(console, $"{name}: by result", day.National.Results);
    }

    private static void WriteBreakdown(IAnsiConsole console, string title, BoundedMap<OrderCounts> breakdown)
    {
        var table = New(title, "key", "total", "succeeded", "failed", "success", "amount (yuan)");
        foreach (var (key, orders) in WithOther(breakdown).OrderByDescending(item => item.Value.Failed))
            Add(table, [key, .. Orders(orders)]);
        console.Write(table);
    }

    private static void WriteBooks(IAnsiConsole console, AuditReport audit)
    {
        var table = New($"Books ({(audit.Balanced ? "balanced" : "NOT BALANCED")})", "source", "bytes", "lines", "counted", "other", "rejected", "blank");
        foreach (var source in audit.Sources.Take(MostSources))
            Add(table, [source.Source, Number(source.Position), .. Counts(source.Counts)]);
        var all = new LineCounts();
        foreach (var source in audit.Sources)
            all.Merge(source.Counts);
        Add(table, [$"all {audit.Sources.Count} sources", Number(audit.Sources.Sum(source => source.Position)), .. Counts(all)]);
        console.Write(table);
    }

    private static string[] Counts(LineCounts counts) =>
        [Number(counts.Lines), Number(counts.Counted), Number(counts.Other), Number(counts.Rejected), Number(counts.Blank)];

    private static string[] Interface(Service service, InterfaceTally tally) =>
    [
        Services.Name(service), Number(tally.Calls), Number(tally.Failed), Number(tally.WithoutResult), Rate(tally.Failed, tally.Calls),
        Seconds(tally.Latency, latency => latency.AverageMs), Seconds(tally.Latency, latency => latency.PercentileMs(50)),
        Seconds(tally.Latency, latency => latency.PercentileMs(95)), Seconds(tally.Latency, latency => latency.PercentileMs(99)),
        string.Join("  ", WithOther(tally.Codes).OrderByDescending(item => item.Value.Value).Take(8).Select(item => $"{item.Key}: {Number(item.Value.Value)}")),
    ];

    private static string[] Orders(OrderCounts orders) =>
    [
        Number(orders.Total), Number(orders.Succeeded), Number(orders.Failed), Rate(orders.Succeeded, orders.Total),
        string.Create(CultureInfo.InvariantCulture, $"{orders.AmountFen / 100:N0}.{(int)(orders.AmountFen % 100):00}"),
    ];

    private static IEnumerable<(string Key, T Value)> WithOther<T>(BoundedMap<T> map)
        where T : struct, IMergeable<T>
    {
        foreach (var (key, value) in map.InOrder())
            yield return (Encoding.UTF8.GetString(key), value);
        if (map.HasOther)
            yield return (Encoding.UTF8.GetString(BoundedKey.Other), map.Other);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Rate(long part, long whole) =>
        whole == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.00} %");

    private static string Seconds(DurationTally durations, Func<DurationTally, double> milliseconds) =>
        durations.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{milliseconds(durations) / 1000:0.000} s");

    private static Table New(string title, params ReadOnlySpan<string> columns)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(title)), Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)) { NoWrap = true, Alignment = table.Columns.Count == 0 ? Justify.Left : Justify.Right });
        return table;
    }

    private static void Add(Table table, string[] cells) => table.AddRow([.. cells.Select(cell => new Text(PlainText.Of(cell)))]);
}
