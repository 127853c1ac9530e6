using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace RechargeMonitor.Api.Answers;

/// <summary>Makes the bytes of answers.</summary>
internal static class JsonBody
{
    // Chinese stays readable; what means something in HTML is escaped all the same.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        SkipValidation = true,
    };

    /// <summary>One object with what <paramref name="write"/> puts into it.</summary>
    public static byte[] Of<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json, state);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary><c>revision</c>, <c>asOf</c> and, where it is so, <c>stale</c>, with which every answer begins.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="revision">The revision, which starts as the reader's start in microseconds since 1970.</param>
    /// <param name="asOf">When figures were last made durable. Where none were, there were none when the reader started.</param>
    /// <param name="isStale">Whether the figures are only the last known ones.</param>
    public static void WriteHead(Utf8JsonWriter json, long revision, DateTimeOffset asOf, bool isStale)
    {
        json.WriteNumber("revision"u8, revision);
        json.WriteString("asOf"u8, Instant(asOf != default ? asOf : DateTimeOffset.UnixEpoch.AddMicroseconds(revision)));
        if (isStale)
            json.WriteBoolean("stale"u8, true);
    }

    /// <summary>An instant in UTC, as ISO 8601.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
