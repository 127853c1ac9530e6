using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RechargeMonitor.Core.Alerts.Messages;

/// <summary>
/// Messages of the robots that people read: Markdown with one line for each event. A robot that asks for a word in each
/// message takes 告警, which stands in the title.
/// </summary>
internal static class RobotMessage
{
    private const string Title = "充值监控告警";

    // A robot of WeCom refuses longer ones; those of the others may be five times as long.
    private const int MaxBytes = 4096;

    public static WebhookMessage ForDingTalk(WebhookTarget target, IReadOnlyList<AlertEvent> events, DateTimeOffset now)
    {
        var text = $"#### {Title}\n{Lines(events, told => $"- {AlertText.ChineseLine(told)}")}\n\n[查看大屏]({target.Wall.AbsoluteUri})";
        return new WebhookMessage(SignedForDingTalk(target, now), MessageJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("msgtype", "markdown");
            json.WriteStartObject("markdown");
            json.WriteString("title", Title);
            json.WriteString("text", text);
            json.WriteEndObject();
            json.WriteEndObject();
        }));
    }

    public static WebhookMessage ForWeCom(WebhookTarget target, IReadOnlyList<AlertEvent> events)
    {
        var text = $"### {Title}\n{Lines(events, told => $"<font color=\"{Color(told)}\">{AlertText.ChineseLine(told)}</font>")}\n[查看大屏]({target.Wall.AbsoluteUri})";
        return new WebhookMessage(target.Url, MessageJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("msgtype", "markdown");
            json.WriteStartObject("markdown");
            json.WriteString("content", text);
            json.WriteEndObject();
            json.WriteEndObject();
        }));

        static string Color(AlertEvent told) => told.Change == AlertChange.Ended ? "info" : "warning";
    }

    public static WebhookMessage ForFeishu(WebhookTarget target, IReadOnlyList<AlertEvent> events, DateTimeOffset now)
    {
        var text = $"{Lines(events, AlertText.ChineseLine)}\n[查看大屏]({target.Wall.AbsoluteUri})";
        return new WebhookMessage(target.Url, MessageJson.Of(json =>
        {
            json.WriteStartObject();
            if (target.Secret is { } secret)
            {
                var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                json.WriteString("timestamp", timestamp);
                json.WriteString("sign", Sign($"{timestamp}\n{secret}", ""));
            }

            json.WriteString("msg_type", "interactive");
            json.WriteStartObject("card");
            json.WriteStartObject("header");
            json.WriteString("template", Template(events));
            json.WriteStartObject("title");
            json.WriteString("tag", "plain_text");
            json.WriteString("content", Title);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("elements");
            json.WriteStartObject();
            json.WriteString("tag", "markdown");
            json.WriteString("content", text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }));
    }

    /// <summary>What a robot's answer says against a message, or nothing.</summary>
    public static string? RefusalOf(ReadOnlyMemory<byte> answer, string code, string reason)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(code, out var value))
            {
                return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number == 0 ? null
                    : $"{code} {value}: {(json.RootElement.TryGetProperty(reason, out var why) ? why.ToString() : "no reason given")}";
            }
        }
        catch (JsonException)
        {
            // Something else than a robot has answered.
        }

        return $"the answer is no robot's: it has no {code}";
    }

    /// <summary>The time and its signature go into the address: HMAC-SHA256 of both, keyed by the secret.</summary>
    private static Uri SignedForDingTalk(WebhookTarget target, DateTimeOffset now)
    {
        if (target.Secret is not { } secret)
            return target.Url;
        var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var query = $"timestamp={timestamp}&sign={Uri.EscapeDataString(Sign(secret, $"{timestamp}\n{secret}"))}";
        return new UriBuilder(target.Url) { Query = target.Url.Query is ['?', .. var before] ? $"{before}&{query}" : query }.Uri;
    }

    private static string Sign(string key, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));

    private static string Template(IReadOnlyList<AlertEvent> events) =>
        events.All(told => told.Change == AlertChange.Ended) ? "green"
        : events.Any(told => told.Change != AlertChange.Ended && told.Alert.Severity == AlertSeverity.Critical) ? "red"
        : "orange";

    /// <summary>As many lines as fit, with what else a message has.</summary>
    private static string Lines(IReadOnlyList<AlertEvent> events, Func<AlertEvent, string> line)
    {
        var text = new StringBuilder();
        var bytes = 512;
        for (var index = 0; index < events.Count; index++)
        {
            var next = line(events[index]);
            bytes += Encoding.UTF8.GetByteCount(next) + 1;
            if (bytes > MaxBytes)
                return text.Append(CultureInfo.InvariantCulture, $"\n… 还有 {events.Count - index} 条").ToString();
            text.Append(index == 0 ? "" : "\n").Append(next);
        }

        return text.ToString();
    }
}
