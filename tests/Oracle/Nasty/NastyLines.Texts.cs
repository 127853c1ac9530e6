namespace RechargeMonitor.Oracle;

public static partial class NastyLines
{
    private static IEnumerable<NastyLine> Texts()
    {
        foreach (var field in new[] { "retMsg", "gateway_id", "interFacRst" })
        {
            foreach (var escape in new[] { "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000", "\\u001f", "\\u0041", "\\u00e9", "\\u4E2d", "\\ufeff", "\\uFFFF", "\\ud83d\\ude00", "\\ud800", "\\udc00", "\\udfff\\ud800", "\\ud83dx", "\\ud83d\\n", "\\ud83d\\ud83d\\ude00", "\\ud83d\\u0041", "\\ud83d😀", "\u007F", "\u0080", "中文", "😀", "\u2028", "\uFFFE", "\uFFFD", "/", "'" })
                yield return Line(C, $"{field} with {Name(escape)}", SampleLine.Order((field, $"\"p{escape}q\"")));
            foreach (var fault in new[] { "\\a", "\\'", "\\x41", "\\0", "\\v", "\\U0041", "\\u", "\\u1", "\\u12", "\\u123", "\\u123g", "\\u 123", "\\u+123", "\\u-123", "\\u{41}", "\\u00４1", "\\ ", "\\\n", "\\中", "\0", "\u0001", "\b", "\t", "\n", "\v", "\f", "\r", "\u001B", "\u001F" })
                yield return Line(R, $"{field} with {Name(fault)}", SampleLine.Order((field, $"\"p{fault}q\"")));
        }

        foreach (var fault in new[] { "\\a", "\\u12", "\t", "\0", "\\" })
            yield return Line(R, $"a name with {Name(fault)}", SampleLine.Order(($"a{fault}", "1")));
        foreach (var escape in new[] { "\\ud800", "\\udc00", "\\u0000", "\\\"", "中", "😀", "\u007F" })
            yield return Line(C, $"a name with {Name(escape)}", SampleLine.Order(($"a{escape}", "1")));
        yield return Line(R, "a string that does not end", SampleLine.Order(("zzz", "\"abc")));
        yield return Line(R, "a name that does not end", SampleLine.Order()[..^1] + ",\"abc}");
        yield return Line(R, "a last escape without its letter", SampleLine.Order()[..^1] + ",\"a\":\"\\");
        yield return Line(R, "a last escape without its digits", SampleLine.Order()[..^1] + ",\"a\":\"\\u00");
    }

    private static string Name(string text) =>
        string.Concat(text.Select(c => c is < ' ' or '\u007F' or '\u0080' or '\u2028' or '\uFFFE' ? $"<{(int)c:X2}>" : c.ToString()));
}
