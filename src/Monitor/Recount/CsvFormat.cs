using System.Text;
using System.Text.Json;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>
/// All figures as rows <c>day,table,key,figure,value</c> (RFC 4180), made from the JSON so that names and values are the
/// same. A figure inside another one is called by both names, as <c>recharge.p95Ms</c>.
/// </summary>
internal static class CsvFormat
{
    private static readonly (string List, string Table, string Key)[] Lists =
        [("minutes", "minute", "at"), ("hours", "hour", "at"), ("provinces", "province", "code"), ("interfaces", "interface", "service")];

    public static void Write(Stream stream, RecountReport report)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("day,table,key,figure,value");
        using (var books = Parse(report with { Days = [] }))
            WriteBooks(writer, books.RootElement.GetProperty("audit"));

        // One day at a time, however many there are.
        foreach (var day in report.Days)
        {
            using var figures = Parse(new RecountReport(new AuditReport([], true), [day]));
            WriteDay(writer, figures.RootElement.GetProperty("days")[0]);
        }
    }

    private static JsonDocument Parse(RecountReport report)
    {
        using var bytes = new MemoryStream();
        JsonFormat.Write(bytes, report);
        return JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    private static void WriteBooks(StreamWriter writer, JsonElement audit)
    {
        WriteFigures(writer, ("", "audit", ""), audit, "");
        foreach (var source in audit.GetProperty("sources").EnumerateArray())
            WriteFigures(writer, ("", "source", source.GetProperty("source").GetString()!), source, "", except: "source");
    }

    private static void WriteDay(StreamWriter writer, JsonElement figures)
    {
        var day = figures.GetProperty("day").GetString()!;
        WriteFigures(writer, (day, "overview", ""), figures.GetProperty("overview"), "", except: "day");
        foreach (var (list, table, key) in Lists)
            WriteItems(writer, day, table, key, figures.GetProperty(list));
        foreach (var breakdown in figures.GetProperty("breakdowns").EnumerateObject())
            WriteItems(writer, day, breakdown.Name, "key", breakdown.Value);
    }

    private static void WriteItems(StreamWriter writer, string day, string table, string key, JsonElement items)
    {
        foreach (var item in items.EnumerateArray())
            WriteFigures(writer, (day, table, item.GetProperty(key).GetString()!), item, "", except: key);
    }

    private static void WriteFigures(
        StreamWriter writer, (string Day, string Table, string Key) row, JsonElement figures, string prefix, string? except = null)
    {
        foreach (var figure in figures.EnumerateObject())
        {
            if (figure.Name == except || figure.Value.ValueKind == JsonValueKind.Array)
                continue;
            if (figure.Value.ValueKind == JsonValueKind.Object)
            {
                WriteFigures(writer, row, figure.Value, $"{prefix}{figure.Name}.");
                continue;
            }

            var value = figure.Value.ValueKind == JsonValueKind.String ? figure.Value.GetString()! : figure.Value.GetRawText();
            writer.WriteLine($"{row.Day},{row.Table},{Quote(row.Key)},{Quote(prefix + figure.Name)},{Quote(value)}");
        }
    }

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
