using System.Text.Json;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Reports;

/// <summary>The books of one source.</summary>
/// <param name="Source">What operators call it.</param>
/// <param name="Position">Everything below this offset (bytes in a file) is in the counts.</param>
/// <param name="Counts">What became of its lines.</param>
public sealed record SourceBooks(string Source, long Position, LineCounts Counts);

/// <summary>The books of all sources, and whether they balance with the figures.</summary>
/// <param name="Sources">In the order in which they are shown.</param>
/// <param name="Balanced">
/// Whether the counted lines of each service equal the sum over all minutes of the kept days plus the counts that older
/// days left.
/// </param>
public sealed record AuditReport(IReadOnlyList<SourceBooks> Sources, bool Balanced)
{
    /// <summary><c>lines</c>, <c>counted</c>, <c>other</c>, <c>rejected</c>, <c>blank</c>, <c>byService</c>, <c>balanced</c>, <c>sources</c>.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        var all = new LineCounts();
        foreach (var source in Sources)
            all.Merge(source.Counts);

        WriteCounts(json, all);
        json.WriteStartObject("byService"u8);
        for (var service = Service.MakeNewOrder; service <= Service.ReChargeNotifyReq; service++)
            json.WriteNumber(Services.Name(service), all.Of(service));
        json.WriteEndObject();
        json.WriteBoolean("balanced"u8, Balanced);
        json.WriteStartArray("sources"u8);
        foreach (var source in Sources)
        {
            json.WriteStartObject();
            json.WriteString("source"u8, source.Source);
            json.WriteNumber("position"u8, source.Position);
            WriteCounts(json, source.Counts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter json, LineCounts counts)
    {
        json.WriteNumber("lines"u8, counts.Lines);
        json.WriteNumber("counted"u8, counts.Counted);
        json.WriteNumber("other"u8, counts.Other);
        json.WriteNumber("rejected"u8, counts.Rejected);
        json.WriteNumber("blank"u8, counts.Blank);
    }
}
