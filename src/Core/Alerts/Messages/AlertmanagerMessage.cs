using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RechargeMonitor.Core.Alerts.Messages;

/// <summary>
/// The two forms of Prometheus' Alertmanager. An alert there is its labels, and the severity is one of them, by which
/// Alertmanagers route: so an alert that becomes critical ends as a warning and begins as critical.
/// </summary>
internal static class AlertmanagerMessage
{
    /// <summary>For how long an Alertmanager holds an alert open that it is not told of again.</summary>
    public static readonly TimeSpan HoldTime = TimeSpan.FromMinutes(5);

    private const string Never = "0001-01-01T00:00:00Z";

    /// <summary>What <c>POST /api/v2/alerts</c> takes.</summary>
    public static byte[] ForApi(IReadOnlyList<AlertEvent> events, Uri wall, DateTimeOffset now) => MessageJson.Of(json =>
    {
        json.WriteStartArray();
        foreach (var told in events.SelectMany(told => Told.Of(told, now)))
        {
            json.WriteStartObject();
            WriteTexts(json, "labels", told.Labels);
            WriteTexts(json, "annotations", told.Annotations);
            json.WriteString("startsAt", AlertJson.Instant(told.Since));
            json.WriteString("endsAt", AlertJson.Instant(told.Until ?? now + HoldTime));
            json.WriteString("generatorURL", wall.AbsoluteUri);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>What an Alertmanager sends to a webhook receiver, version 4.</summary>
    public static byte[] ForWebhook(IReadOnlyList<AlertEvent> events, Uri wall, DateTimeOffset now) => MessageJson.Of(json =>
    {
        var all = events.SelectMany(told => Told.Of(told, now)).ToArray();
        var rules = all.Select(told => told.Labels["alertname"]).Distinct().ToArray();
        json.WriteStartObject();
        json.WriteString("version", "4");
        json.WriteString("groupKey", rules is [var rule] ? $"{{}}:{{alertname=\"{rule}\"}}" : "{}:{}");
        json.WriteNumber("truncatedAlerts", 0);
        json.WriteString("status", Array.Exists(all, told => told.Until is null) ? "firing" : "resolved");
        json.WriteString("receiver", "recharge-monitor");
        WriteTexts(json, "groupLabels", rules is [var only] ? [new("alertname", only)] : []);
        WriteTexts(json, "commonLabels", Common(all, told => told.Labels));
        WriteTexts(json, "commonAnnotations", Common(all, told => told.Annotations));
        json.WriteString("externalURL", wall.AbsoluteUri);
        json.WriteStartArray("alerts");
        foreach (var told in all)
        {
            json.WriteStartObject();
            json.WriteString("status", told.Until is null ? "firing" : "resolved");
            WriteTexts(json, "labels", told.Labels);
            WriteTexts(json, "annotations", told.Annotations);
            json.WriteString("startsAt", AlertJson.Instant(told.Since));
            json.WriteString("endsAt", told.Until is { } until ? AlertJson.Instant(until) : Never);
            json.WriteString("generatorURL", wall.AbsoluteUri);
            json.WriteString("fingerprint", FingerprintOf(told.Labels));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> texts)
    {
        json.WriteStartObject(name);
        foreach (var (key, text) in texts)
            json.WriteString(key, text);
        json.WriteEndObject();
    }

    private static IEnumerable<KeyValuePair<string, string>> Common(Told[] all, Func<Told, SortedDictionary<string, string>> texts) =>
        texts(all[0]).Where(pair => Array.TrueForAll(all, told => texts(told).TryGetValue(pair.Key, out var text) && text == pair.Value));

    /// <summary>As Prometheus computes it: FNV-1a over the sorted labels, a byte of ones behind each name and value.</summary>
    private static string FingerprintOf(SortedDictionary<string, string> labels)
    {
        var hash = 14695981039346656037UL;
        foreach (var text in labels.SelectMany(pair => (string[])[pair.Key, pair.Value]))
        {
            foreach (var part in (byte[])[.. Encoding.UTF8.GetBytes(text), 0xFF])
                hash = (hash ^ part) * 1099511628211UL;
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>One alert as an Alertmanager knows it.</summary>
    private sealed record Told(SortedDictionary<string, string> Labels, SortedDictionary<string, string> Annotations, DateTimeOffset Since, DateTimeOffset? Until)
    {
        public static IEnumerable<Told> Of(AlertEvent told, DateTimeOffset now)
        {
            if (told.Change == AlertChange.Escalated)
                yield return Of(told.Alert, AlertSeverity.Warning, now);
            yield return Of(told.Alert, told.Alert.Severity, told.Alert.Until);
        }

        private static Told Of(Alert alert, AlertSeverity severity, DateTimeOffset? until) => new(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["alertname"] = alert.Rule,
                ["job"] = "recharge-monitor",
                ["kind"] = JsonNamingPolicy.CamelCase.ConvertName(alert.Kind.ToString()),
                ["severity"] = severity == AlertSeverity.Critical ? "critical" : "warning",
                ["subject"] = alert.Subject,
            },
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["description"] = AlertText.Chinese(alert),
                ["summary"] = AlertText.English(alert),
            },
            alert.Since,
            until);
    }
}
