using System.Text.Json;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Core.Reports;

/// <summary>All that a recount found.</summary>
/// <param name="Audit">The books of the files.</param>
/// <param name="Days">The figures, newest day first.</param>
public sealed record RecountReport(AuditReport Audit, IReadOnlyList<DayTally> Days)
{
    /// <summary>Writes the object that <c>recount --format json</c> prints.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("audit"u8);
        Audit.WriteTo(json);
        json.WriteEndObject();
        json.WriteStartArray("days"u8);
        foreach (var day in Days)
        {
            json.WriteStartObject();
            WriteDay(json, day);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDay(Utf8JsonWriter json, DayTally day)
    {
        json.WriteString("day"u8, Lines.ChinaTime.Format(day.Day));
        json.WriteStartObject("overview"u8);
        FiguresJson.WriteOverview(json, day);
        json.WriteEndObject();
        FiguresJson.WriteMinutes(json, "minutes"u8, day, 0, DayTally.Minutes - 1);
        FiguresJson.WriteHours(json, "hours"u8, day.Day, day.Hour);
        FiguresJson.WriteProvinces(json, day);
        FiguresJson.WriteInterfaces(json, day);
        json.WriteStartObject("breakdowns"u8);
        FiguresJson.WriteBreakdown(json, "gateway"u8, day.National.Gateways);
        FiguresJson.WriteBreakdown(json, "channel"u8, day.National.Channels);
        FiguresJson.WriteBreakdown(json, "result"u8, day.National.Results);
        json.WriteEndObject();
    }
}
