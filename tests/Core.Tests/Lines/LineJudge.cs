using System.Globalization;
using System.Text;
using RechargeMonitor.Core.Lines;
using CoreServices = RechargeMonitor.Core.Lines.Services;
using CoreTime = RechargeMonitor.Core.Lines.ChinaTime;

namespace RechargeMonitor.Core.Tests.Lines;

/// <summary>Holds what the parser says of a line against what the judge says of it.</summary>
internal sealed class LineJudge
{
    // Lines that stand behind the judged one in a run: enough of them that the run's end is far, or so few that it is near.
    private static readonly byte[] Behind = [.. Enumerable.Repeat(Encoding.UTF8.GetBytes(Oracle.SampleLine.Order() + "\n"), 2).SelectMany(line => line)];

    private readonly NotificationParser parser = new();
    private int judged;

    /// <summary>All that differs, for the line alone and at the beginning of a run of lines; nothing when all agree.</summary>
    public string? Difference(ReadOnlySpan<byte> line)
    {
        var reading = Oracle.LineReader.Read(line);
        var expected = reading.Outcome == Oracle.LineOutcome.Counted ? Describe(reading) : $"{reading.Outcome} {ReasonOf(reading.Reason)}";
        var isOneLineOfAFile = !line.Contains((byte)'\n') && (line.IsEmpty || line[^1] != '\r');
        return Difference(expected, Alone(line)) ?? (isOneLineOfAFile ? DifferenceInRun(expected, line) : null);
    }

    private static string? Difference(string expected, string actual) => expected == actual ? null : $"expected {expected}\nfound    {actual}";

    private string Alone(ReadOnlySpan<byte> line)
    {
        var outcome = parser.Parse(line, out var notification, out var reason);
        return outcome == LineOutcome.Counted ? Describe(notification) : $"{outcome} {reason}";
    }

    private string? DifferenceInRun(string expected, ReadOnlySpan<byte> line)
    {
        // What stands behind a line, and how much, must not matter.
        var ending = (judged++ % 3) switch { 0 => "\r\n", 1 => "", _ => "\n" };
        var behind = ending.Length == 0 ? 0 : judged * 7 % Behind.Length;
        byte[] run = [.. line, .. Encoding.UTF8.GetBytes(ending), .. Behind.AsSpan(0, behind)];
        if (run.Length == 0)
            return null;
        var outcome = parser.ParseFirst(run, out var found, out var consumed, out var notification, out var reason);
        var where = $"ending of {ending.Length} and {behind} bytes behind";
        return consumed != line.Length + ending.Length || !found.SequenceEqual(line)
            ? $"{where}: a line of {line.Length} bytes was taken for {found.Length}, {consumed} consumed"
            : Difference($"{where}: {expected}", $"{where}: {(outcome == LineOutcome.Counted ? Describe(notification) : $"{outcome} {reason}")}");
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
