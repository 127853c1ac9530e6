using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Alerts.Messages;
using RechargeMonitor.Monitor.Commands;
using Spectre.Console;

namespace RechargeMonitor.Monitor.Alerts;

/// <summary>Prints what <c>alerts test</c> found.</summary>
internal static class AlertTestFormat
{
    private const int MostRows = 500;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>One object in one line; times in UTC.</summary>
    public static void WriteJson(Stream stream, IReadOnlyList<TestedAlert> alerts)
    {
        var buffer = new StreamBufferWriter(stream);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("alerts"u8);
            foreach (var (alert, openedAt, escalatedAt, endedAt) in alerts)
            {
                json.WriteStartObject();
                AlertJson.WriteProperties(json, alert);
                json.WriteString("openedAt"u8, AlertJson.Instant(openedAt));
                if (escalatedAt is { } escalated)
                    json.WriteString("escalatedAt"u8, AlertJson.Instant(escalated));
                if (endedAt is { } ended)
                    json.WriteString("endedAt"u8, AlertJson.Instant(ended));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
        buffer.Flush();
    }

    /// <summary>To look at; times in China.</summary>
    public static void WriteTable(Stream stream, IReadOnlyList<TestedAlert> alerts, IReadOnlyList<AlertRule> rules)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        var console = TerminalConsole.Of(writer, Console.IsOutputRedirected);
        if (alerts.Count > 0)
            console.Write(Table(alerts.Take(MostRows)));
        if (alerts.Count > MostRows)
            console.WriteLine($"… and {alerts.Count - MostRows} more: --format json shows all of them");
        var judged = rules.Where(rule => rule.IsOverMinutes).ToArray();
        foreach (var rule in judged)
        {
            var own = alerts.Where(alert => alert.Alert.Rule == rule.Name).ToArray();
            console.WriteLine($"{rule.Name}: {own.Length} alerts, {own.Count(alert => alert.Alert.Severity == AlertSeverity.Critical)} of them critical");
        }

        if (judged.Length == 0)
            console.WriteLine("no rule is judged over minutes");
    }

    private static Table Table(IEnumerable<TestedAlert> alerts)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in (ReadOnlySpan<string>)["since", "opened", "critical", "until", "ended", "rule", "severity", "what"])
            table.AddColumn(new TableColumn(column) { NoWrap = true });
        foreach (var (alert, openedAt, escalatedAt, endedAt) in alerts)
        {
            string[] cells =
            [
                alert.Since.ToOffset(China).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Time(openedAt), Time(escalatedAt), Time(alert.Until),
                endedAt is null ? "open" : Time(endedAt), alert.Rule, alert.Severity == AlertSeverity.Critical ? "critical" : "warning", AlertText.English(alert),
            ];
            table.AddRow([.. cells.Select(cell => new Text(PlainText.Of(cell)))]);
        }

        return table;
    }

    private static string Time(DateTimeOffset? instant) => instant?.ToOffset(China).ToString("HH:mm", CultureInfo.InvariantCulture) ?? "";
}
