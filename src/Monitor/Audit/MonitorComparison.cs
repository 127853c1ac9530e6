using System.Text.Json;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Monitor.Audit;

/// <summary>What an audit found.</summary>
/// <param name="Differences">None if files and monitor agree.</param>
/// <param name="SkippedDays">Days of the files that the monitor no longer keeps.</param>
/// <param name="ComparedDays">How many days were compared.</param>
/// <param name="ComparedFigures">How many figures were compared.</param>
internal sealed record AuditResult(
    IReadOnlyList<Difference> Differences, IReadOnlyList<string> SkippedDays, int ComparedDays, long ComparedFigures);

/// <summary>Compares a recount with the answers of a running monitor.</summary>
internal sealed class MonitorComparison(MonitorClient monitor, RecountReport report)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Compares everything; while there are differences, again until the time is over.</summary>
    /// <exception cref="FaultException">The monitor cannot be asked.</exception>
    public async Task<AuditResult> RunAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            AuditResult? result = null;
            try
            {
                result = await CompareAsync(cancellationToken).ConfigureAwait(false);
                if (result.Differences.Count == 0)
                    return result;
            }
            catch (FaultException) when (time.GetElapsedTime(begun) + RetryInterval <= wait)
            {
                // A monitor that is just starting cannot be reached yet.
            }

            if (result is not null && time.GetElapsedTime(begun) + RetryInterval > wait)
                return result;
            await Task.Delay(RetryInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<AuditResult> CompareAsync(CancellationToken cancellationToken)
    {
        var comparer = new FigureComparer();
        await CompareBooksAsync(comparer, cancellationToken).ConfigureAwait(false);
        var known = await DaysAsync(cancellationToken).ConfigureAwait(false);
        var days = report.Days.ToDictionary(day => ChinaTime.Format(day.Day));
        var oldest = known.Min(StringComparer.Ordinal);

        var skipped = new List<string>();
        var compared = 0;
        foreach (var (name, day) in days)
        {
            // The books, which days that were let go stay a part of, tell whether anything of such a day was lost.
            if (oldest is not null && string.CompareOrdinal(name, oldest) < 0)
            {
                skipped.Add(name);
                continue;
            }

            compared++;
            await CompareDayAsync(comparer, name, day, cancellationToken).ConfigureAwait(false);
        }

        foreach (var name in known.Where(name => !days.ContainsKey(name)))
            comparer.Report(name, null, Element(json => json.WriteString("day"u8, name)));
        return new AuditResult(comparer.Differences, skipped, compared, comparer.Compared);
    }

    /// <summary>The totals: under which names sources are listed is the monitor's affair.</summary>
    private async Task CompareBooksAsync(FigureComparer comparer, CancellationToken cancellationToken)
    {
        using var answer = await monitor.GetAsync("audit", cancellationToken).ConfigureAwait(false)
            ?? throw new FaultException("the monitor has no books: is this the monitor's address?");
        var inFiles = Element(report.Audit.WriteTo);
        foreach (var name in (string[])["lines", "counted", "other", "rejected", "blank", "byService", "balanced"])
        {
            if (answer.RootElement.TryGetProperty(name, out var inMonitor))
                comparer.Compare($"books {name}", inFiles.GetProperty(name), inMonitor, name);
            else
                comparer.Report($"books {name}", inFiles.GetProperty(name), null);
        }
    }

    private async Task<IReadOnlyList<string>> DaysAsync(CancellationToken cancellationToken)
    {
        using var answer = await monitor.GetAsync("days", cancellationToken).ConfigureAwait(false);
        var names = new List<string>();
        foreach (var list in (string[])["days", "future"])
        {
            if (answer is not null && answer.RootElement.TryGetProperty(list, out var days))
                names.AddRange(days.EnumerateArray().Select(day => day.GetString()!));
        }

        return names;
    }

    private async Task CompareDayAsync(FigureComparer comparer, string name, DayTally day, CancellationToken cancellationToken)
    {
        foreach (var (call, write) in Answers(name, day))
        {
            var separator = call.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            using var answer = await monitor.GetAsync($"{call}{separator}day={name}", cancellationToken).ConfigureAwait(false);
            var inFiles = Element(write);
            if (answer is not null)
                comparer.Compare($"{name} {call}", inFiles, answer.RootElement);
            else
                comparer.Report($"{name} {call}", inFiles, null);
        }
    }

    /// <summary>All answers about a day, as the monitor must give them.</summary>
    private static IEnumerable<(string Call, Action<Utf8JsonWriter> Write)> Answers(string name, DayTally day)
    {
        yield return ("overview", json => FiguresJson.WriteOverview(json, day));
        yield return ("trend?by=minute", json => WriteTrend(json, "minute", () => FiguresJson.WriteMinutes(json, "points"u8, day, 0, DayTally.Minutes - 1)));
        yield return ("trend?by=hour", json => WriteTrend(json, "hour", () => FiguresJson.WriteHours(json, "points"u8, day.Day, day.Hour)));
        yield return ("provinces", json => WriteDay(json, () => FiguresJson.WriteProvinces(json, day)));
        foreach (var row in ProvinceRow.Of(day.Provinces))
        {
            yield return ($"provinces/{row.Code}", json => WriteDay(json, () =>
            {
                FiguresJson.WriteProvince(json, row);
                FiguresJson.WriteHours(json, "hours"u8, day.Day, row.Tally.Hour);
            }));
        }

        yield return ("interfaces", json => WriteDay(json, () => FiguresJson.WriteInterfaces(json, day)));
        for (var service = Service.MakeNewOrder; service <= Service.ReChargeNotifyReq; service++)
        {
            var called = service;
            yield return ($"interfaces/{Services.Name(called)}", json => WriteDay(json, () =>
            {
                FiguresJson.WriteInterface(json, called, day.National.Interface(called));
                FiguresJson.WriteInterfaceMinutes(json, day, called, 0, DayTally.Minutes - 1);
            }));
        }

        foreach (var (by, breakdown) in ((string, BoundedMap<OrderCounts>)[])
            [("gateway", day.National.Gateways), ("channel", day.National.Channels), ("result", day.National.Results)])
        {
            yield return ($"breakdowns/{by}", json => WriteTrend(json, by, () => FiguresJson.WriteBreakdown(json, "items"u8, breakdown)));
        }

        void WriteDay(Utf8JsonWriter json, Action write)
        {
            json.WriteString("day"u8, name);
            write();
        }

        void WriteTrend(Utf8JsonWriter json, string by, Action write) => WriteDay(json, () =>
        {
            json.WriteString("by"u8, by);
            write();
        });
    }

    private static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return JsonSerializer.Deserialize<JsonElement>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
