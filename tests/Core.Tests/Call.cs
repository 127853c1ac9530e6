using System.Text;
using CsCheck;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Oracle;
using Services = RechargeMonitor.Core.Lines.Services;

namespace RechargeMonitor.Core.Tests;

/// <summary>What a random line says, as data; notifications themselves live no longer than their line.</summary>
internal sealed record Call(
    Service Service, int Day, int Minute, string? Result, string? InterfaceResult, string Province, long AmountFen,
    string? Gateway, string? Channel, int? DurationMs, int? LatencyMs)
{
    private static readonly Gen<string?> Key = Gen.OneOf(
        Gen.OneOf<string?>(null, "WXPAY", "CMPAY", "other", "unknown", "0000", "😀", new string('k', 32), new string('k', 33)),
        Gen.Int[0, 120].Select(number => (string?)$"k{number}"));

    private static readonly Gen<int?> Time = Gen.OneOf(Gen.Const((int?)null), Gen.Int[-1, 200_000].Select(time => (int?)time), Gen.OneOf<int?>(0, 86_400_000, 86_400_001));

    /// <summary>Any call of three days, with keys beyond every bound.</summary>
    public static Gen<Call> Any { get; } =
        Gen.Select(
            Gen.Select(Gen.Enum<Service>(), Gen.Int[10, 12], Gen.OneOf(Gen.Int[0, 1439], Gen.Const(183)), Key.Select(key => key ?? "0000")),
            Gen.Select(Key, Gen.OneOf(Gen.OneOf("200", "100", "0200", "000000"), Gen.Int[0, 999_999].Select(code => $"{code}")), Gen.Long[0, 999_999_999_999_999]),
            Gen.Select(Key, Key, Time, Time),
            (a, b, c) => new Call(a.Item1, a.Item2, a.Item3, a.Item4, b.Item1, b.Item2, b.Item3, c.Item1, c.Item2, c.Item3, c.Item4));

    /// <summary>The line that says it.</summary>
    public byte[] ToLine()
    {
        var start = new DateTime(2017, 4, Day, Minute / 60, Minute % 60, 8, 471);
        return Encoding.UTF8.GetBytes(SampleLine.Order(
            ("serviceName", Quote(Services.Name(Service))), ("requestId", Quote(Text(start) + "123")), ("bussinessRst", Quote(Result)),
            ("interFacRst", Quote(InterfaceResult)), ("provinceCode", Quote(Province)), ("chargefee", Quote($"{AmountFen}")),
            ("gateway_id", Quote(Gateway)), ("channelCode", Quote(Channel)),
            ("receiveNotifyTime", DurationMs is { } duration ? Quote(Text(start.AddMilliseconds(duration))) : null),
            ("startReqTime", Quote(Text(start))), ("endReqTime", LatencyMs is { } latency ? Quote(Text(start.AddMilliseconds(latency))) : null)));
    }

    private static string? Quote(string? text) => text is null ? null : $"\"{text}\"";

    private static string Text(DateTime time) => time.ToString("yyyyMMddHHmmssfff", System.Globalization.CultureInfo.InvariantCulture);
}
