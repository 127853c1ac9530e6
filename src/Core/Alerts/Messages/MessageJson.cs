using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RechargeMonitor.Core.Alerts.Messages;

/// <summary>Makes the bytes of messages: Chinese stays readable.</summary>
internal static class MessageJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
