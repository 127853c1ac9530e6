using System.Globalization;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Alerts.Messages;

/// <summary>Alerts in words, in Chinese for those who watch over top-ups and in English for those who watch over machines.</summary>
public static class AlertText
{
    private const int MaxSubjectLength = 120;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>What is, or was, wrong: <c>接口 sendRechargeReq 失败率 34.2%（阈值 20%）</c>.</summary>
    public static string Chinese(Alert alert)
    {
        var (value, threshold) = (Value(alert, alert.Value, " 秒"), Value(alert, alert.Threshold, " 秒"));
        var what = alert.Kind switch
        {
            AlertKind.InterfaceFailureRate => $"接口 {Subject(alert)} 失败率 {value}",
            AlertKind.ProvinceFailureRate => $"{ProvinceOf(alert)?.Name}（{Subject(alert)}）订单失败率 {value}",
            AlertKind.RechargeP95 => $"全国充值时长 P95 {value}",
            AlertKind.SourceSilent => $"日志源 {Subject(alert)} 已 {value}没有新日志",
            _ => $"账目不平已 {value}",
        };
        return $"{what}（阈值 {threshold}）";
    }

    /// <summary>The same in English.</summary>
    public static string English(Alert alert)
    {
        var (value, threshold) = (Value(alert, alert.Value, " s"), Value(alert, alert.Threshold, " s"));
        var what = alert.Kind switch
        {
            AlertKind.InterfaceFailureRate => $"{value} of the calls of {Subject(alert)} fail",
            AlertKind.ProvinceFailureRate => $"{value} of the orders of {ProvinceOf(alert)?.NameEn} ({Subject(alert)}) fail",
            AlertKind.RechargeP95 => $"the recharge p95 is {value}",
            AlertKind.SourceSilent => $"no line of {Subject(alert)} for {value}",
            _ => $"the books have not balanced for {value}",
        };
        return $"{what} (threshold {threshold})";
    }

    /// <summary>What became of it, in one line: <c>【严重】… 自 04-12 10:15 起</c>.</summary>
    internal static string ChineseLine(AlertEvent told)
    {
        var (change, alert) = told;
        var severity = alert.Severity == AlertSeverity.Critical ? "严重" : "警告";
        return change switch
        {
            AlertChange.Ended => $"【恢复】{Chinese(alert)}，{Time(alert.Since)} 至 {Time(alert.Until ?? alert.Since)}",
            AlertChange.Escalated => $"【升级为{severity}】{Chinese(alert)}，自 {Time(alert.Since)} 起",
            _ => $"【{severity}】{Chinese(alert)}，自 {Time(alert.Since)} 起",
        };
    }

    private static Province? ProvinceOf(Alert alert) =>
        ProvinceCode.TryParse(alert.Subject, out var code) && ProvinceTable.IndexOf(code) is >= 0 and var index ? ProvinceTable.All[index] : null;

    private static string Value(Alert alert, double value, string seconds) => alert.Kind switch
    {
        AlertKind.InterfaceFailureRate or AlertKind.ProvinceFailureRate => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.##}%"),
        AlertKind.RechargeP95 => string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.#}{seconds}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:0}{seconds}"),
    };

    private static string Time(DateTimeOffset instant) => instant.ToOffset(China).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A source's name may be a path of any characters: it is cut, and says nothing to who reads Markdown.</summary>
    private static string Subject(Alert alert)
    {
        var cut = alert.Subject.Length <= MaxSubjectLength ? alert.Subject : "…" + alert.Subject[^MaxSubjectLength..];
        return string.Create(cut.Length, cut, static (shown, text) =>
        {
            for (var index = 0; index < text.Length; index++)
                shown[index] = char.IsControl(text[index]) || "*`[]<>#|\\".Contains(text[index], StringComparison.Ordinal) ? '·' : text[index];
        });
    }
}
