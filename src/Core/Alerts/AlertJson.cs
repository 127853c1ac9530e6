using System.Globalization;
using System.Text.Json;

namespace RechargeMonitor.Core.Alerts;

/// <summary>Writes alerts as REST and <c>alerts test</c> give them.</summary>
public static class AlertJson
{
    /// <summary>One object.</summary>
    public static void Write(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject();
        WriteProperties(json, alert);
        json.WriteEndObject();
    }

    /// <summary>The properties of an alert, into the object that is open.</summary>
    public static void WriteProperties(Utf8JsonWriter json, Alert alert)
    {
        json.WriteString("id"u8, alert.Id);
        json.WriteString("rule"u8, alert.Rule);
        json.WriteString("kind"u8, JsonNamingPolicy.CamelCase.ConvertName(alert.Kind.ToString()));
        json.WriteString("subject"u8, alert.Subject);
        json.WriteString("severity"u8, alert.Severity == AlertSeverity.Critical ? "critical"u8 : "warning"u8);
        json.WriteString("since"u8, Instant(alert.Since));
        if (alert.Until is { } until)
            json.WriteString("until"u8, Instant(until));
        json.WriteNumber("value"u8, alert.Value);
        json.WriteNumber("threshold"u8, alert.Threshold);
    }

    /// <summary>An instant in UTC, as ISO 8601.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
