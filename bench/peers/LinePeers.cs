using System.Buffers.Text;
using System.Text.Json;

namespace RechargeMonitor.Bench.Peers;

/// <summary>Counts one line.</summary>
internal delegate void CountLine(ReadOnlyMemory<byte> line, ref Totals totals);

/// <summary>Two ways to read a line that anybody would write first. They do less than recount: no figures but the totals.</summary>
internal static class LinePeers
{
    /// <summary>A document for each line.</summary>
    public static void CountDocument(ReadOnlyMemory<byte> line, ref Totals totals)
    {
        using var document = JsonDocument.Parse(line);
        var fields = document.RootElement;
        totals.Lines++;
        if (fields.GetProperty("serviceName").GetString() != "reChargeNotifyReq")
            return;
        totals.Orders++;
        if (fields.GetProperty("bussinessRst").GetString() != "0000")
            return;
        totals.Succeeded++;
        totals.AmountFen += long.Parse(fields.GetProperty("chargefee").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A reader that runs over the line's tokens and keeps three values.</summary>
    public static void CountTokens(ReadOnlyMemory<byte> line, ref Totals totals)
    {
        var (isOrder, isSuccess, amountFen) = (false, false, 0L);
        var reader = new Utf8JsonReader(line.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("serviceName"u8))
                isOrder = reader.Read() && reader.ValueTextEquals("reChargeNotifyReq"u8);
            else if (reader.ValueTextEquals("bussinessRst"u8))
                isSuccess = reader.Read() && reader.ValueTextEquals("0000"u8);
            else if (reader.ValueTextEquals("chargefee"u8))
                amountFen = reader.Read() && Utf8Parser.TryParse(reader.ValueSpan, out long value, out _) ? value : 0;
            else
                reader.Skip();
        }

        totals.Lines++;
        if (!isOrder)
            return;
        totals.Orders++;
        if (!isSuccess)
            return;
        totals.Succeeded++;
        totals.AmountFen += amountFen;
    }
}
