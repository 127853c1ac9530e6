using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Alerts.Messages;
using Xunit;

namespace RechargeMonitor.Core.Tests.Alerts;

public sealed class WebhookMessageTests
{
    private const string Secret = "SEC0123456789";

    private static readonly DateTimeOffset Now = new(2017, 4, 12, 4, 0, 0, TimeSpan.Zero);

    private static readonly AlertEvent[] Events =
    [
        Event(AlertChange.Opened, AlertKind.InterfaceFailureRate, "sendRechargeReq", AlertSeverity.Critical, 0.34251, 0.2),
        Event(AlertChange.Escalated, AlertKind.ProvinceFailureRate, "200", AlertSeverity.Critical, 0.7, 0.5),
        Event(AlertChange.Ended, AlertKind.RechargeP95, AlertRule.Nationwide, AlertSeverity.Warning, 182_300, 180_000),
        Event(AlertChange.Opened, AlertKind.SourceSilent, "/var/log/*[充值]\u0007.log", AlertSeverity.Warning, 312.4, 300),
        Event(AlertChange.Ended, AlertKind.BooksUnbalanced, AlertRule.Books, AlertSeverity.Warning, 75, 60),
    ];

    /// <summary>
    /// Freezes what receivers are sent, which follows what their makers publish. <c>WRITE_GOLDEN=&lt;directory&gt;</c> writes the files
    /// anew.
    /// </summary>
    [Theory]
    [InlineData(WebhookFormat.Alertmanager)]
    [InlineData(WebhookFormat.AlertmanagerApi)]
    [InlineData(WebhookFormat.DingTalk)]
    [InlineData(WebhookFormat.WeCom)]
    [InlineData(WebhookFormat.Feishu)]
    public void Write_KnownEvents_GivesTheGoldenMessage(WebhookFormat format)
    {
        var name = $"webhook-{format.ToString().ToLowerInvariant()}.txt";
        var text = JsonNode.Parse(Target(format).Write(Events, Now).Body)!.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") is { Length: > 0 } directory)
            File.WriteAllText(Path.Combine(directory, name), text);

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name)), text);
    }

    [Fact]
    public void Write_DingTalkWithSecret_SignsTheAddress()
    {
        var url = Target(WebhookFormat.DingTalk, "https://oapi.dingtalk.com/robot/send?access_token=abc", Secret).Write(Events, Now).Url;

        // As 钉钉 has it: HMAC-SHA256 of time and secret, keyed by the secret, in Base64, escaped.
        var sign = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"1491969600000\n{Secret}")));
        Assert.Equal($"https://oapi.dingtalk.com/robot/send?access_token=abc&timestamp=1491969600000&sign={Uri.EscapeDataString(sign)}", url.AbsoluteUri);
    }

    [Fact]
    public void Write_FeishuWithSecret_SignsTheMessage()
    {
        var message = Target(WebhookFormat.Feishu, secret: Secret).Write(Events, Now);
        var body = JsonNode.Parse(message.Body)!;

        // As 飞书 has it: HMAC-SHA256 of nothing, keyed by time and secret, in Base64.
        Assert.Equal("1491969600", body["timestamp"]!.GetValue<string>());
        Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"1491969600\n{Secret}"), Array.Empty<byte>())), body["sign"]!.GetValue<string>());
        Assert.Equal("http://receiver/hook", message.Url.AbsoluteUri);
    }

    [Fact]
    public void Write_LongNames_FitWhatWeComTakes()
    {
        var events = Enumerable.Repeat(Event(AlertChange.Opened, AlertKind.SourceSilent, new string('长', 5000), AlertSeverity.Warning, 300, 300), 20).ToArray();

        var content = JsonNode.Parse(Target(WebhookFormat.WeCom).Write(events, Now).Body)!["markdown"]!["content"]!.GetValue<string>();

        Assert.InRange(Encoding.UTF8.GetByteCount(content), 1000, 4096);
        Assert.Contains("还有", content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WebhookFormat.DingTalk, """{"errcode":0,"errmsg":"ok"}""", null)]
    [InlineData(WebhookFormat.DingTalk, """{"errcode":310000,"errmsg":"sign not match"}""", "errcode 310000: sign not match")]
    [InlineData(WebhookFormat.WeCom, """{"errcode":93000,"errmsg":"invalid webhook url"}""", "errcode 93000: invalid webhook url")]
    [InlineData(WebhookFormat.Feishu, """{"code":0,"msg":"success","StatusCode":0}""", null)]
    [InlineData(WebhookFormat.Feishu, """{"code":19021,"msg":"sign match fail"}""", "code 19021: sign match fail")]
    [InlineData(WebhookFormat.Feishu, "<html>", "the answer is no robot's: it has no code")]
    [InlineData(WebhookFormat.WeCom, "[]", "the answer is no robot's: it has no errcode")]
    [InlineData(WebhookFormat.Alertmanager, "anything", null)]
    public void RefusalOf_Answer_IsWhatTheRobotSays(WebhookFormat format, string answer, string? refusal) =>
        Assert.Equal(refusal, Target(format).RefusalOf(Encoding.UTF8.GetBytes(answer)));

    private static AlertEvent Event(AlertChange change, AlertKind kind, string subject, AlertSeverity severity, double value, double threshold) => new(
        change,
        new Alert($"rule-{(int)kind}", kind, subject, severity, Now.AddMinutes(-20), change == AlertChange.Ended ? Now.AddMinutes(-3) : null, value, threshold));

    private static WebhookTarget Target(WebhookFormat format, string url = "http://receiver/hook", string? secret = null) =>
        new(format, new Uri(url), secret, new Uri("http://monitor.example/"));
}
