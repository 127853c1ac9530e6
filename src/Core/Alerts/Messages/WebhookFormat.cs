namespace RechargeMonitor.Core.Alerts.Messages;

/// <summary>In which form a receiver is told.</summary>
public enum WebhookFormat
{
    /// <summary>What Alertmanager sends to its webhook receivers, version 4: whoever takes alerts from an Alertmanager takes these.</summary>
    Alertmanager,

    /// <summary>What Prometheus sends to an Alertmanager: <c>POST /api/v2/alerts</c>.</summary>
    AlertmanagerApi,

    /// <summary>A robot of DingTalk (钉钉).</summary>
    DingTalk,

    /// <summary>A robot of WeCom (企业微信).</summary>
    WeCom,

    /// <summary>A robot of Feishu (飞书) or Lark.</summary>
    Feishu,
}

/// <summary>What is sent to a receiver.</summary>
/// <param name="Url">Where to: with a signature, if the format puts it there.</param>
/// <param name="Body">JSON.</param>
public sealed record WebhookMessage(Uri Url, byte[] Body);

/// <summary>A receiver as messages need it.</summary>
/// <param name="Format">The form.</param>
/// <param name="Url">Where to.</param>
/// <param name="Secret">What a robot's messages are signed with; nothing where they are not.</param>
/// <param name="Wall">Where people look further.</param>
public sealed record WebhookTarget(WebhookFormat Format, Uri Url, string? Secret, Uri Wall)
{
    /// <summary>The message that tells of events.</summary>
    /// <param name="events">What to tell.</param>
    /// <param name="now">The time, for signatures and for how long an Alertmanager holds an alert open.</param>
    public WebhookMessage Write(IReadOnlyList<AlertEvent> events, DateTimeOffset now) => Format switch
    {
        WebhookFormat.AlertmanagerApi => new WebhookMessage(Url, AlertmanagerMessage.ForApi(events, Wall, now)),
        WebhookFormat.DingTalk => RobotMessage.ForDingTalk(this, events, now),
        WebhookFormat.WeCom => RobotMessage.ForWeCom(this, events),
        WebhookFormat.Feishu => RobotMessage.ForFeishu(this, events, now),
        _ => new WebhookMessage(Url, AlertmanagerMessage.ForWebhook(events, Wall, now)),
    };

    /// <summary>
    /// Why a receiver has not taken a message that it answered with a status of success, or nothing: robots say so in the answer's
    /// body only.
    /// </summary>
    public string? RefusalOf(ReadOnlyMemory<byte> answer) => Format switch
    {
        WebhookFormat.DingTalk or WebhookFormat.WeCom => RobotMessage.RefusalOf(answer, "errcode", "errmsg"),
        WebhookFormat.Feishu => RobotMessage.RefusalOf(answer, "code", "msg"),
        _ => null,
    };
}
