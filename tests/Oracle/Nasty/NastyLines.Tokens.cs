namespace RechargeMonitor.Oracle;

public static partial class NastyLines
{
    private static IEnumerable<NastyLine> Tokens()
    {
        var digits400 = new string('7', 400);
        foreach (var json in new[] { "0", "-0", "-0.0", "1", "-1", "0.5", "1.50", "1e5", "1E5", "1e+5", "1e-5", "-0.0e-0", "1E400", "1e99999999999", "-1e-99999999999", digits400, "0." + digits400, "true", "false", "null", "[]", "{}", "[1,\"a\",null,{\"b\":[]}]", "{\"x\":{\"y\":{\"z\":1}}}", "[[],[],{}]", "[ ]", "{ }", "\"\"" })
            yield return Line(C, $"unknown field with {Short(json)}", SampleLine.Order(("unknownField", json)));

        foreach (var json in new[] { "01", "-01", "00", "+1", ".5", "1.", "-", "-.5", "1e", "1e+", "1.e5", "0x10", "1_000", "1,000", "1 000", "NaN", "Infinity", "-Infinity", "1f", "1n", "１", "True", "TRUE", "NULL", "nil", "undefined", "tru", "truex", "nulll", "[1,]", "[,1]", "[1 2]", "[", "]", "{", "[}", "{]", "{1:2}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "(1)", "`a`", "0000", "0200", "- 1" })
            yield return Line(R, $"unknown field with {Short(json)}", SampleLine.Order(("unknownField", json)));

        foreach (var depth in new[] { 2, 10, 63, 64, 65, 66, 128, 500, 1000, 1001, 10_000, 32_000 })
        {
            yield return Line(C, $"unknown field with {depth} nested lists", SampleLine.Order(("x", new string('[', depth) + new string(']', depth))));
            yield return Line(R, $"unknown field with {depth} nested lists, one not closed", SampleLine.Order(("x", new string('[', depth) + new string(']', depth - 1))));
        }

        foreach (var depth in new[] { 63, 64, 65, 1000, 9_000 })
            yield return Line(C, $"unknown field with {depth} nested objects", SampleLine.Order(("x", string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth))));
        yield return Line(R, "60,000 opening brackets", new string('[', 60_000));
        yield return Line(R, "10,000 opened objects", string.Concat(Enumerable.Repeat("{\"a\":", 10_000)));
        yield return Line(C, "lists and objects in turn, closed in turn", SampleLine.Order(("x", string.Concat(Enumerable.Repeat("[{\"a\":", 500)) + "1" + string.Concat(Enumerable.Repeat("}]", 500)))));
        yield return Line(R, "lists and objects in turn, closed in the wrong turn", SampleLine.Order(("x", string.Concat(Enumerable.Repeat("[{\"a\":", 500)) + "1" + string.Concat(Enumerable.Repeat("]}", 500)))));

        yield return Line(R, "serviceName only in a nested object", SampleLine.Order(("serviceName", null), ("x", "{\"serviceName\":\"reChargeNotifyReq\"}")));
        yield return Line(C, "a nested object after it repeats known names with wrong values", SampleLine.Order(("x", "{\"serviceName\":1,\"requestId\":null,\"bussinessRst\":\"\",\"chargefee\":\"x\"}")));
        yield return Line(C, "a list before it repeats known names", "{\"x\":[{\"serviceName\":\"foo\"},\"serviceName\",\"foo\"]," + SampleLine.Order()[1..]);
        yield return Line(C, "a value equals a name", SampleLine.Order(("retMsg", "\"serviceName\"")));
        yield return Line(C, "a value looks like JSON", SampleLine.Order(("retMsg", "\"\\\"serviceName\\\":\\\"foo\\\",{}[]\"")));
        yield return Line(C, "a value ends in an escaped backslash", SampleLine.Order(("retMsg", "\"\\\\\"")));
        yield return Line(C, "a value ends in many backslashes", SampleLine.Order(("retMsg", "\"" + new string('\\', 64) + "\"")));
        yield return Line(R, "a value ends in an odd number of backslashes", SampleLine.Order(("retMsg", "\"" + new string('\\', 63) + "\"")));
        yield return Line(C, "a value of escaped quotes only", SampleLine.Order(("retMsg", "\"" + string.Concat(Enumerable.Repeat("\\\"", 33)) + "\"")));
        yield return Line(C, "an empty name", "{\"\":\"serviceName\"," + SampleLine.Order()[1..]);
        yield return Line(C, "2,000 unknown fields", SampleLine.Order([.. Enumerable.Range(0, 2000).Select(i => ($"f{i}", (string?)"\"\""))]));
    }
}
