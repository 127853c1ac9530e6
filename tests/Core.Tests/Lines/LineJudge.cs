using System.Globalization;
using System.Text;
using RechargeMonitor.Core.Lines;
using CoreServices = RechargeMonitor.Core.Lines.Services;
using CoreTime = RechargeMonitor.Core.Lines.ChinaTime;

namespace RechargeMonitor.Core.Tests.Lines;

/// <summary>Holds what the parser says of a line against what the judge says of it.</summary>
internal sealed class LineJudge
{
    private readonly NotificationParser parser = new();

    /// <summary>All that differs; nothing when the two agree.</summary>
    public string? Difference(ReadOnlySpan<byte> line)
    {
        var outcome = parser.Parse(line, out var notification, out var reason);
        var actual = outcome == LineOutcome.Counted ? Describe(notification) : $"{outcome} {reason}";
        var reading = Oracle.LineReader.Read(line);
        var expected = reading.Outcome == Oracle.LineOutcome.Counted ? Describe(reading) : $"{reading.Outcome} {ReasonOf(reading.Reason)}";
        return expected == actual ? null : $"expected {expected}\nfound    {actual}";
    }

    private static RejectReason ReasonOf(Oracle.RejectReason? reason) => reason switch
    {
        null => RejectReason.None,
        Oracle.RejectReason.TooLong => RejectReason.TooLong,
        Oracle.RejectReason.NotUtf8 => RejectReason.NotUtf8,
        Oracle.RejectReason.NotOneJsonObject => RejectReason.NotAnObject,
        Oracle.RejectReason.ServiceName => RejectReason.ServiceName,
        Oracle.RejectReason.RequestId => RejectReason.RequestId,
        Oracle.RejectReason.BussinessRst => RejectReason.BusinessResult,
        Oracle.RejectReason.ProvinceCode => RejectReason.ProvinceCode,
        Oracle.RejectReason.Chargefee => RejectReason.ChargeFee,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a reason"),
    };

    private static string Describe(in Notification line)
    {
        var hasDuration = line.Succeeded && line.Service is Service.ReChargeNotifyReq or Service.PayNotifyReq;
        return Describe(
            CoreServices.Name(line.Service), CoreTime.Format(line.Day), line.MinuteOfDay, line.Succeeded, line.InterfaceFailed,
            Text(line.InterfaceResult), line.LatencyMs, hasDuration && line.Succeeded ? line.DurationMs : null,
            line.IsOrder ? $"{line.Province} {line.AmountFen} {Text(line.Gateway)} {Text(line.Channel)} {Text(line.Result)}" : "");
    }

    private static string Describe(Oracle.LineReading line)
    {
        var duration = line.IsOrder ? line.Recharge : line.Payment;
        return Describe(
            line.Service!, line.Day, (int.Parse(line.Start![8..10], CultureInfo.InvariantCulture) * 60) + int.Parse(line.Start[10..12], CultureInfo.InvariantCulture),
            line.Succeeded, line.InterFacRst is not (null or "0000"), line.CodeKey ?? "",
            line.Latency.IsAsked ? line.Latency.Ms ?? Notification.WithoutDuration : Notification.NotMeasured,
            duration.IsAsked ? duration.Ms ?? Notification.WithoutDuration : null,
            line.IsOrder ? $"{line.Province} {line.AmountFen ?? 0} {line.GatewayKey} {line.ChannelKey} {line.ResultKey}" : "");
    }

    private static string Describe(
        string service, string day, int minute, bool succeeded, bool interfaceFailed, string code, long latency, long? duration, string order) =>
        $"{service} {day} minute {minute} succeeded {succeeded} interface failed {interfaceFailed} [{code}] latency {latency} duration {duration} order [{order}]";

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
