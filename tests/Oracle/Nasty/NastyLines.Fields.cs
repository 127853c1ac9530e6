namespace RechargeMonitor.Oracle;

public static partial class NastyLines
{
    private static IEnumerable<NastyLine> Results()
    {
        foreach (var line in EachOrder(C, "bussinessRst", "\"0000\"", "\"\\u0030000\"", "\"0\"", "\"00000\"", "\"000\"", "\" 0000\"", "\"0000 \"", "\"９999\"", "\"00００\"", "\" \"", "\"\\u0000\"", "\"other\"", "\"unknown\"", "\"\\ud800\"", "0", "1", "-0", "0.0", "0e0", "9999", "1E400", "\"中文中文中文中文中文\"", "\"中文中文中文中文中文ab\"", "\"中文中文中文中文中文abc\"", "\"null\"", "\"true\""))
            yield return line;
        foreach (var line in EachOrder(R, "bussinessRst", null, "\"\"", "null", "true", "false", "{}", "[]", "[\"0000\"]", "{\"a\":\"0000\"}"))
            yield return line;
        yield return Line(R, "payment without bussinessRst", SampleLine.Payment(("bussinessRst", null)));
        yield return Line(R, "request with an empty bussinessRst", SampleLine.Request(("bussinessRst", "\"\"")));

        foreach (var line in EachOrder(C, "interFacRst", null, "\"\"", "null", "true", "false", "{}", "[]", "[\"0000\"]", "0", "\"0\"", "\"00000\"", "\" \"", "\"other\"", "\"unknown\"", "\"Other\"", "1.50", "1e5", "\"\\u0030\\u0030\\u0030\\u0030\"", $"\"{new string('k', 32)}\"", $"\"{new string('k', 33)}\"", new string('7', 32), new string('7', 33)))
            yield return line;
    }

    private static IEnumerable<NastyLine> OrderFields()
    {
        foreach (var line in EachOrder(C, "provinceCode", "\"1\"", "\"0\"", "\"100\"", "\"991\"", "\"200\"", "\"0200\"", "\"000200\"", "\"000000\"", "\"999999\"", "\"201\"", "200", "0", "999999", "\"\\u0032\\u0030\\u0030\""))
            yield return line;
        foreach (var line in EachOrder(R, "provinceCode", null, "\"\"", "null", "true", "{}", "[]", "[200]", "\"0000200\"", "\"1000000\"", "1000000", "\" 200\"", "\"200 \"", "\"+200\"", "\"-200\"", "-200", "-0", "200.0", "2e2", "\"2e2\"", "\"20a\"", "\"２００\"", "\"٢٠٠\"", "\"GD\"", "\"other\"", "\"200\\u0000\"", "\"2\\u00b2\""))
            yield return line;

        foreach (var line in EachOrder(C, "chargefee", "\"0\"", "\"00\"", "\"1\"", "\"000000000000000\"", "\"000000000000001\"", "\"999999999999999\"", "0", "5000", "999999999999999", "\"\\u0035\\u0030\""))
            yield return line;
        foreach (var line in EachOrder(R, "chargefee", null, "\"\"", "null", "true", "{}", "[]", "\"1000000000000000\"", "\"0000000000000000\"", "1000000000000000", "-0", "-1", "0.0", "50.00", "5e3", "1e400", "\"-1\"", "\"+1\"", "\" 1\"", "\"1 \"", "\"50.00\"", "\"5,000\"", "\"５０\"", "\"5e3\"", "\"0x10\"", "\"1\\u0000\"", "\"abc\"", "\"18446744073709551617\""))
            yield return line;

        foreach (var json in new[] { null, "\"\"", "null", "\"abc\"", "-1", "{}" })
        {
            yield return Line(C, $"failed order with chargefee {json ?? "absent"}", SampleLine.Order(("bussinessRst", "\"1\""), ("chargefee", json)));
            yield return Line(C, $"payment with chargefee {json ?? "absent"}", SampleLine.Payment(("chargefee", json)));
            yield return Line(R, $"failed order with provinceCode {json ?? "absent"}", SampleLine.Order(("bussinessRst", "\"1\""), ("provinceCode", json)));
            yield return Line(C, $"payment with provinceCode {json ?? "absent"}", SampleLine.Payment(("provinceCode", json)));
            yield return Line(C, $"request with provinceCode {json ?? "absent"}", SampleLine.Request(("provinceCode", json)));
        }

        foreach (var field in new[] { "gateway_id", "channelCode" })
        {
            foreach (var line in EachOrder(C, field, null, "\"\"", "null", "true", "false", "{}", "[]", "0", "-0", "\"0705\"", "1e5", "1.50", "\"other\"", "\"Other\"", "\"unknown\"", "\" \"", "\"a b\"", "\"\\\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"😀\"", $"\"{new string('k', 32)}\"", $"\"{new string('k', 33)}\"", $"\"{Escaped(new string('k', 32))}\"", $"\"{Escaped(new string('k', 33))}\"", "\"中文中文中文中文中文ab\"", "\"中文中文中文中文中文abc\"", "\"😀😀😀😀😀😀😀😀\"", "\"😀😀😀😀😀😀😀😀a\"", "\"\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800ab\"", "\"\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\"", new string('7', 32), new string('7', 33)))
                yield return line;
            yield return Line(R, $"order with {field} 0705 without quotes", SampleLine.Order((field, "0705")));
        }

        // The smallest lines that count.
        yield return Line(C, "the smallest order", "{\"serviceName\":\"reChargeNotifyReq\",\"requestId\":\"20170412030008471\",\"bussinessRst\":\"1\",\"provinceCode\":\"1\"}");
        yield return Line(C, "the smallest successful order", "{\"serviceName\":\"reChargeNotifyReq\",\"requestId\":20170412030008471,\"bussinessRst\":\"0000\",\"provinceCode\":1,\"chargefee\":0}");
        yield return Line(C, "the smallest payment", "{\"serviceName\":\"payNotifyReq\",\"requestId\":20170412030008471,\"bussinessRst\":1}");
    }
}
