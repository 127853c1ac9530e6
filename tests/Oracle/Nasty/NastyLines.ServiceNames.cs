namespace RechargeMonitor.Oracle;

public static partial class NastyLines
{
    private static IEnumerable<NastyLine> ServiceNames()
    {
        foreach (var service in Services.InStepOrder)
        {
            yield return Line(C, service, SampleLine.Order(("serviceName", $"\"{service}\"")));
            yield return Line(C, $"{service} in small letters", SampleLine.Order(("serviceName", $"\"{service.ToLowerInvariant()}\"")));
            yield return Line(C, $"{service} in capitals", SampleLine.Order(("serviceName", $"\"{service.ToUpperInvariant()}\"")));
            yield return Line(C, $"{service} in escapes", SampleLine.Order(("serviceName", $"\"{Escaped(service)}\"")));
            yield return Line(O, $"{service} and a space", SampleLine.Order(("serviceName", $"\"{service} \"")));
            yield return Line(O, $"a space and {service}", SampleLine.Order(("serviceName", $"\" {service}\"")));
            yield return Line(O, $"{service} without its last letter", SampleLine.Order(("serviceName", $"\"{service[..^1]}\"")));
            yield return Line(O, $"{service} with one letter more", SampleLine.Order(("serviceName", $"\"{service}s\"")));
            yield return Line(O, $"{service} and NUL", SampleLine.Order(("serviceName", $"\"{service}\\u0000\"")));
            yield return Line(O, $"{service}, first letter without its bit 6", SampleLine.Order(("serviceName", $"\"{(char)(service[0] ^ 0x40)}{service[1..]}\"")));
        }

        // Letters that some foldings of case take for an ASCII one.
        yield return Line(O, "the Kelvin sign for k", SampleLine.Order(("serviceName", "\"ma\u212AeNewOrder\"")));
        yield return Line(O, "the long s for s", SampleLine.Order(("serviceName", "\"\u017FendPayReq\"")));
        yield return Line(O, "the dotless i for i", SampleLine.Order(("serviceName", "\"payNot\u0131fyReq\"")));
        yield return Line(O, "the dotted capital I for i", SampleLine.Order(("serviceName", "\"payNot\u0130fyReq\"")));
        yield return Line(O, "a full-width letter", SampleLine.Order(("serviceName", "\"\uFF4DakeNewOrder\"")));

        foreach (var json in new[] { "\"foo\"", "\"queryOrder\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"中文\"", "\"other\"", "\"unknown\"", "\"null\"", "0", "123", "-1.5e3", "\"makeNewOrder,sendPayReq\"" })
            yield return Line(O, $"serviceName {json}", SampleLine.Order(("serviceName", json)));
        yield return Line(O, "another service and nothing else", "{\"serviceName\":\"foo\"}");
        yield return Line(O, "another service with malformed fields", SampleLine.Order(("serviceName", "\"foo\""), ("requestId", "\"x\""), ("bussinessRst", "null"), ("provinceCode", "{}"), ("chargefee", "[]")));
        foreach (var json in new[] { null, "\"\"", "null", "true", "false", "{}", "[]", "[\"makeNewOrder\"]", "{\"serviceName\":\"makeNewOrder\"}" })
            yield return Line(R, $"serviceName {json ?? "absent"}", SampleLine.Order(("serviceName", json)));

        yield return Line(C, "serviceName with every letter of the name escaped", Renamed("serviceName", Escaped("serviceName")));
        yield return Line(C, "serviceName with its first letter escaped", Renamed("serviceName", "\\u0073erviceName"));
        yield return Line(C, "serviceName with an escaped letter in capital digits", Renamed("serviceName", "service\\u004Eame"));
        foreach (var name in new[] { "servicename", "SERVICENAME", "ServiceName", " serviceName", "serviceName ", "service_name", "serviceNam", "serviceNames", "serviceName\\u0000", "\uFEFFserviceName", "servic\\u0435Name" })
            yield return Line(R, $"{name} for serviceName", Renamed("serviceName", name));
        foreach (var name in new[] { "RequestId", "requestID", "requestid", "requestId " })
            yield return Line(R, $"{name} for requestId", Renamed("requestId", name));
        foreach (var name in new[] { "businessRst", "BussinessRst", "bussinessrst" })
            yield return Line(R, $"{name} for bussinessRst", Renamed("bussinessRst", name));
        yield return Line(R, "provincecode for provinceCode", Renamed("provinceCode", "provincecode"));
        yield return Line(R, "chargeFee for chargefee", Renamed("chargefee", "chargeFee"));
        foreach (var name in new[] { "requestId", "bussinessRst", "provinceCode", "chargefee", "gateway_id", "channelCode", "interFacRst", "receiveNotifyTime" })
            yield return Line(C, $"{name} with every letter of the name escaped", Renamed(name, Escaped(name)));
    }

    private static IEnumerable<NastyLine> Duplicates()
    {
        const string order = "\"reChargeNotifyReq\"";
        foreach (var (expected, first, last) in new[]
        {
            (C, "\"foo\"", order), (O, order, "\"foo\""), (C, "\"\"", order), (R, order, "\"\""), (C, "null", order), (R, order, "null"),
            (C, "1", order), (O, order, "1"), (C, "{}", order), (R, order, "{}"), (C, "[1,2]", order), (R, order, "[" + order + "]"),
            (C, "true", order), (R, order, "false"), (C, order, order), (C, "{\"serviceName\":\"foo\"}", order),
        })
        {
            yield return Line(expected, $"serviceName twice: {first}, then {last}", SampleLine.Order(("serviceName", first))[..^1] + $",\"serviceName\":{last}}}");
            yield return Line(expected, $"serviceName twice, the second in escapes: {first}, then {last}", SampleLine.Order(("serviceName", first))[..^1] + $",\"\\u0073erviceName\":{last}}}");
        }

        foreach (var (field, bad) in new[] { ("requestId", "\"x\""), ("requestId", "null"), ("bussinessRst", "\"\""), ("bussinessRst", "null"), ("provinceCode", "\"abc\""), ("provinceCode", "null"), ("chargefee", "\"-1\""), ("chargefee", "null") })
        {
            var good = SampleLine.OrderFields.Single(known => known.Name == field).Json;
            yield return Line(C, $"{field} twice: {bad}, then well-formed", SampleLine.Order((field, bad))[..^1] + $",\"{field}\":{good}}}");
            yield return Line(R, $"{field} twice: well-formed, then {bad}", SampleLine.Order()[..^1] + $",\"{field}\":{bad}}}");
        }

        yield return Line(C, "bussinessRst twice: success, then a failure that needs no chargefee", SampleLine.Order(("chargefee", null))[..^1] + ",\"bussinessRst\":\"9999\"}");
        yield return Line(R, "bussinessRst twice: a failure, then a success that needs chargefee", SampleLine.Order(("chargefee", null), ("bussinessRst", "\"9999\""))[..^1] + ",\"bussinessRst\":\"0000\"}");
        yield return Line(C, "serviceName a thousand times", "{" + string.Concat(Enumerable.Repeat("\"serviceName\":\"foo\",", 999)) + SampleLine.Order()[1..]);
        yield return Line(C, "every field twice", SampleLine.Order()[..^1] + "," + SampleLine.Order()[1..]);
    }

    private static string Renamed(string field, string name) => SampleLine.Order().Replace($"\"{field}\":", $"\"{name}\":");

    private static string Escaped(string text) => string.Concat(text.Select(c => $"\\u{(int)c:x4}"));
}
