namespace RechargeMonitor.Oracle;

public static partial class NastyLines
{
    private static IEnumerable<NastyLine> Documents()
    {
        var order = SampleLine.Order();
        var inside = order[1..^1];

        foreach (var (name, text) in new[] { ("empty", ""), ("a space", " "), ("a tab", "\t"), ("CR", "\r"), ("vertical tab", "\v"), ("form feed", "\f"), ("LF", "\n"), ("all ASCII white space", " \t\r\n\v\f ") })
            yield return Line(B, $"nothing but {name}", text);
        foreach (var (name, text) in new[] { ("NBSP", "\u00A0"), ("NEL", "\u0085"), ("ideographic space", "\u3000"), ("byte order mark", "\uFEFF"), ("line separator", "\u2028"), ("NUL", "\0"), ("DEL", "\u007F"), ("file separator", "\u001C"), ("zero width space", "\u200B"), ("space and byte order mark", " \uFEFF ") })
        {
            yield return Line(R, $"nothing but {name}", text);
            yield return Line(R, $"{name} before the object", text + order);
            yield return Line(R, $"{name} after the object", order + text);
        }

        foreach (var (name, text) in new[] { ("vertical tab", "\v"), ("form feed", "\f") })
        {
            yield return Line(R, $"{name} before the object", text + order);
            yield return Line(R, $"{name} after the object", order + text);
            yield return Line(R, $"{name} inside the object", "{" + text + inside + "}");
        }

        foreach (var (name, text) in new[] { ("a space", " "), ("a tab", "\t"), ("CR", "\r"), ("LF", "\n"), ("all JSON white space", " \t\r\n \t\r\n") })
        {
            yield return Line(C, $"{name} before the object", text + order);
            yield return Line(C, $"{name} after the object", order + text);
            yield return Line(C, $"{name} between all tokens", (text + order + text).Replace("{", "{" + text).Replace(":", text + ":" + text).Replace(",", text + "," + text).Replace("}", text + "}"));
        }

        foreach (var root in new[] { "{}", "{ }", "[]", "[" + order + "]", "\"text\"", "0", "20170412", "true", "false", "null", "{", "}", "[", "\"", "{\"serviceName\"", "{\"serviceName\":", "{\"serviceName\":\"makeNewOrder\"", "nul", "-", "@", "hello" })
            yield return Line(R, $"the whole line is {Short(root)}", root);

        foreach (var (name, text) in new[]
        {
            ("comma before the first field", "{," + inside + "}"), ("comma after the last field", "{" + inside + ",}"),
            ("two commas", order.Replace(",\"idType\"", ",,\"idType\"")), ("no comma", order.Replace(",\"idType\"", "\"idType\"")),
            ("no colon", order.Replace("\"idType\":", "\"idType\"")), ("two colons", order.Replace("\"idType\":", "\"idType\"::")),
            ("equals sign for a colon", order.Replace("\"idType\":", "\"idType\"=")), ("semicolon for a comma", order.Replace(",\"idType\"", ";\"idType\"")),
            ("no value", order.Replace("\"idType\":\"01\"", "\"idType\":")), ("no name", order.Replace("\"idType\":", ":")),
            ("name without quotes", order.Replace("\"idType\"", "idType")), ("number for a name", order.Replace("\"idType\"", "1")),
            ("name in single quotes", order.Replace("\"idType\"", "'idType'")), ("value in single quotes", order.Replace("\"01\"", "'01'")),
            ("null for a name", order.Replace("\"idType\"", "null")), ("no closing brace", order[..^1]), ("no opening brace", order[1..]),
            ("two opening braces", "{" + order), ("two closing braces", order + "}"), ("a bracket closes", order[..^1] + "]"),
            ("comment before", "/* x */" + order), ("comment after", order + "/* x */"), ("line comment after", order + "//x"),
            ("comment inside", "{/**/" + inside + "}"), ("hash comment after", order + " # x"), ("two objects", order + order),
            ("two objects and a space", order + " " + order), ("two objects and a comma", order + "," + order),
            ("comma after the object", order + ","), ("digit after the object", order + "0"), ("letter after the object", order + " x"),
            ("null after the object", order + " null"), ("quote after the object", order + "\""), ("text before the object", "x" + order),
            ("syslog prefix", "<14>Apr 12 03:00:08 host app: " + order), ("time prefix", "2017-04-12 03:00:08 " + order),
            ("JSON text sequence", "\u001E" + order), ("string instead of a field", "{" + inside + ",\"x\"}"),
        })
            yield return Line(R, name, text);

        foreach (var cut in new[] { 2, 5, 16, 17, 18, 25, order.Length / 2, order.Length - 2 })
            yield return Line(R, $"order cut off after {cut} characters", order[..cut]);
    }
}
