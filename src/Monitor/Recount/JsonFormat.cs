using System.Text.Encodings.Web;
using System.Text.Json;
using RechargeMonitor.Core.Reports;
using RechargeMonitor.Monitor.Commands;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>All figures as one JSON object in one line, Chinese readable.</summary>
internal static class JsonFormat
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, RecountReport report)
    {
        var buffer = new StreamBufferWriter(stream);
        using (var json = new Utf8JsonWriter(buffer, Options))
            report.WriteTo(json);
        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
        buffer.Flush();
    }
}
