namespace RechargeMonitor.Oracle;

public static partial class NastyLines
{
    private static readonly string[] s_realTimes =
    [
        "00010101000000000", "99991231235959999", "20170412000000000", "20170412235959999", "20160229120000000", "20000229000000000",
        "04000229000000000", "00040229000000000", "20170228235959999", "20170131000000000", "20170430000000000", "20171231235959999", "19000228000000000",
        "19700101000000000", "20380119031407000", "21060207062816000",
    ];

    private static readonly string[] s_unrealTimes =
    [
        "00000101000000000", "20170012000000000", "20171312000000000", "20170400000000000", "20170431000000000", "20170132000000000",
        "20170229000000000", "19000229000000000", "21000229000000000", "01000229000000000", "20170230000000000", "20170412240000000",
        "20170412006000000", "20170412000060000", "20161231235960000", "20170412250000000", "20170412990000000", "99999999999999999",
        "00000000000000000", "20170631000000000", "20170931000000000", "20171131000000000",
    ];

    private static readonly string[] s_noTimes =
    [
        "2017041203000847", "2017041203000847 ", " 20170412030008471", "2017-04-12 03:00:08", "+2017041203000847", "-0170412030008471",
        "2017041203000847a", "a0170412030008471", "2017041203000847:", "2017041203000847/", "20170412 03000847", "20170412030008.471", "２０１７０４１２０３０００８４７１",
        "2017041203000847\\u0000", "2017\\t41203000847", "\\u0000\\u0000\\u0000\\u0000041203000847", "x", " ",
    ];

    private static IEnumerable<NastyLine> Times()
    {
        foreach (var time in s_realTimes)
        {
            yield return Line(C, $"requestId of just {time}", SampleLine.Order(("requestId", $"\"{time}\"")));
            yield return Line(C, $"requestId {time} and a tail", SampleLine.Order(("requestId", $"\"{time}000000000000001\"")));
        }

        foreach (var time in s_unrealTimes)
            yield return Line(R, $"requestId {time} and a tail", SampleLine.Order(("requestId", $"\"{time}000000000000001\"")));
        foreach (var time in s_noTimes)
            yield return Line(R, $"requestId {time}", SampleLine.Order(("requestId", $"\"{time}\"")));
        foreach (var tail in new[] { "x", " ", "-", "中", "\\ud800", "\\u0000", "é", "😀", new string('9', 1000) })
            yield return Line(C, $"requestId with the tail {Short(tail)}", SampleLine.Order(("requestId", $"\"20170412030008471{tail}\"")));
        foreach (var line in EachOrder(C, "requestId", "20170412030008471", "20170412030008471000000000000001", "\"\\u00320170412030008471\"", "20170412030008471.5", "20170412030008471e1", "20170412030008471E-400"))
            yield return line;
        foreach (var line in EachOrder(R, "requestId", null, "\"\"", "null", "true", "{}", "[]", "[\"20170412030008471\"]", "2017041203000847", "-20170412030008471", "2.0170412030008471e16", "2017041203000847.1", "0", "\"\\ud800\""))
            yield return line;

        // The other services need requestId just as well.
        yield return Line(R, "payment without requestId", SampleLine.Payment(("requestId", null)));
        yield return Line(R, "request with an unreal requestId", SampleLine.Request(("requestId", "\"20170230030008471\"")));
    }

    private static IEnumerable<NastyLine> Durations()
    {
        // The order starts at 20170412030008471: what is malformed here is as if absent and never rejects the line.
        foreach (var time in (string[])["20170412030008470", "20170412030008471", "20170412030008472", "20170413030008470", "20170413030008471", "20170413030008472", "20170411030008471", .. s_realTimes, .. s_unrealTimes, .. s_noTimes])
        {
            yield return Line(C, $"order notified at {time}", SampleLine.Order(("receiveNotifyTime", $"\"{time}\"")));
            yield return Line(C, $"payment notified at {time}", SampleLine.Payment(("receiveNotifyTime", $"\"{time}\"")));
            yield return Line(C, $"request that ended at {time}", SampleLine.Request(("endReqTime", $"\"{time}\"")));
        }

        foreach (var json in new[] { null, "\"\"", "null", "true", "{}", "[]", "0", "20170412030043760", "20170412030043760.0", "2017041203004376e1", "\"201704120300437600\"", "\"2017041203004376\"", "\"20170412030043760 \"" })
        {
            yield return Line(C, $"order with receiveNotifyTime {json ?? "absent"}", SampleLine.Order(("receiveNotifyTime", json)));
            yield return Line(C, $"request with endReqTime {json ?? "absent"}", SampleLine.Request(("endReqTime", json)));
            yield return Line(C, $"request with startReqTime {json ?? "absent"}", SampleLine.Request(("startReqTime", json)));
        }

        yield return Line(C, "request without both times", SampleLine.Request(("startReqTime", null), ("endReqTime", null)));
        yield return Line(C, "order with request times", SampleLine.Order(("startReqTime", "\"20170412030022000\""), ("endReqTime", "\"20170412030022000\"")));
        yield return Line(C, "failed order without receiveNotifyTime", SampleLine.Order(("bussinessRst", "\"1\""), ("receiveNotifyTime", null)));
        yield return Line(C, "latency over the end of a leap day", SampleLine.Request(("startReqTime", "\"20160229235959999\""), ("endReqTime", "\"20160301000000000\"")));
        yield return Line(C, "duration from year 1 to 9999", SampleLine.Order(("requestId", "\"00010101000000000\""), ("receiveNotifyTime", "\"99991231235959999\"")));
    }
}
