using RechargeMonitor.Oracle;

namespace RechargeMonitor.Simulation;

/// <summary>
/// The lines that partitions are made of: every service, outcome, province kind and key kind, of a few minutes of a few
/// days. Orders have amounts of their own, so that one line that is counted twice does not stand in for one that is not
/// counted at all.
/// </summary>
internal static class LinePool
{
    /// <summary>The day of the messages that a partition loses before they are read, where it loses any.</summary>
    public const string LostDay = "20170411";

    private const int OrdersPerMinute = 8;

    private static readonly string[] Days = ["20170412", "20170413", "20170414"];
    private static readonly string[] Minutes = ["0000", "0001", "0300", "2359"];
    private static readonly string[] Provinces = ["200", "100", "250", "777", "8"];
    private static readonly string[] Gateways = ["WXPAY", "ALIPAY", "CMPAY", ""];

    /// <summary>Lines of any day, and lines that belong to none.</summary>
    public static IReadOnlyList<PoolLine> All { get; } = [.. Days.SelectMany(OfDay).Concat(OfNoDay()).Select(PoolLine.Of)];

    /// <summary>Lines of the day of what is lost.</summary>
    public static IReadOnlyList<PoolLine> Lost { get; } = [.. OfDay(LostDay).Select(PoolLine.Of)];

    private static IEnumerable<string> OfDay(string day) => Minutes.SelectMany(minute => OfMinute(day + minute));

    private static IEnumerable<string> OfMinute(string minute)
    {
        var random = new SmallRandom(ulong.Parse(minute, System.Globalization.CultureInfo.InvariantCulture));
        var start = ("requestId", (string?)$"\"{minute}08471000000\"");
        for (var number = 0; number < OrdersPerMinute; number++)
        {
            yield return SampleLine.Order(
                start, ("provinceCode", Quoted(random.Pick(Provinces))), ("chargefee", $"{1 + random.Below(1_000_000)}"),
                ("gateway_id", Quoted(random.Pick(Gateways))), ("channelCode", Quoted($"{random.Below(3)}")),
                ("receiveNotifyTime", $"\"{minute}{10 + random.Below(50)}{random.Below(1000):000}\""));
        }

        yield return SampleLine.Order(start, ("bussinessRst", "\"0001\""), ("provinceCode", Quoted(random.Pick(Provinces))), ("interFacRst", "\"5001\""));
        yield return SampleLine.Order(start, ("bussinessRst", "\"0002\""), ("gateway_id", null), ("interFacRst", null));
        yield return SampleLine.Payment(start, ("receiveNotifyTime", $"\"{minute}{10 + random.Below(50)}{random.Below(1000):000}\""));
        yield return SampleLine.Payment(start, ("bussinessRst", "\"0003\""));
        yield return SampleLine.Request(start, ("interFacRst", "\"9999\""));
        yield return SampleLine.Request(start, ("startReqTime", $"\"{minute}10000\""), ("endReqTime", $"\"{minute}1{random.Below(10)}{random.Below(1000):000}\""));
        yield return SampleLine.Request(start, ("serviceName", "\"makeNewOrder\""));
        yield return SampleLine.Request(start, ("serviceName", "\"sendPayReq\""), ("interFacRst", null));
    }

    private static IEnumerable<string> OfNoDay()
    {
        for (var times = 0; times < 4; times++)
        {
            yield return SampleLine.Order(("serviceName", "\"queryOrder\""));
            yield return " \t";
            yield return "";
            yield return "no JSON";
            yield return SampleLine.Order(("requestId", null));
            yield return SampleLine.Order(("bussinessRst", "\"\""));
            yield return SampleLine.Order(("provinceCode", "\"x\""));
            yield return SampleLine.Order(("chargefee", "\"-1\""));
        }
    }

    private static string Quoted(string text) => $"\"{text}\"";
}
