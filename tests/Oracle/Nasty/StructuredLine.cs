using System.Text;

namespace RechargeMonitor.Oracle;

/// <summary>A random line that is near a valid one: most of its fields are well formed, some are not.</summary>
internal sealed class StructuredLine(SmallRandom random)
{
    private static readonly string[] s_days = ["20170411", "20170412", "20170413", "20160229", "29990101", "00010101", "99991231"];
    private static readonly string[] s_spaces = [" ", "  ", "\t", "\r", " \t ", "\r \t"];
    private static readonly string[] s_unknownNames = ["x", "", "retMsg", "servicename", "service", "requestIdx", "中文", "😀", "a\\ud800", "\\u0000", "chargefee2"];
    private static readonly string[] s_literals = ["null", "true", "false", "{}", "[]", "[null]", "{\"serviceName\":\"foo\",\"serviceName\":1}", "[[{\"requestId\":\"1\"}],\"]\"]", "\"\"", "0", "-0", "1e5", "1E-400", "-12.50", "123456789012345678901234567890", "{\"a\":{\"b\":{\"c\":[1,2,{}]}}}"];
    private static readonly string[] s_characters = ["中", "文", "é", "😀", "𠮷", "\u007F", "\u2028", "\uFEFF", "\uFFFD", "\uE000", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\ude00\\ud83d", "\\u0000", "\\n", "\\\"", "\\\\", "\\/", "\\u4e2d", "/", " ", "'"];
    private static readonly byte[][] s_odd = [[0x00], [0x01], [0x09], [0x1F], [0x7F], [0x80], [0xC0, 0xAF], [0xC3], [0xE4, 0xB8], [0xE4], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE4, 0xB8, 0xAD], [0xF0, 0x9F, 0x98, 0x80], (byte[])[.. "\\u12"u8], (byte[])[.. "\\x"u8]];

    public byte[] Make()
    {
        var fields = Fields();
        Shuffle(fields);
        if (random.Chance(6)) fields.Add(random.Pick(fields)); // the same again
        if (random.Chance(5)) fields.Add((random.Pick(fields).Name, Value())); // the same with another value
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(Join(fields)));
        if (random.Chance(8)) bytes.InsertRange(random.Below(bytes.Count + 1), random.Pick(s_odd));
        if (random.Chance(40)) bytes.RemoveRange(random.Below(bytes.Count), 1);
        return [.. bytes];
    }

    private List<(string Name, string Json)> Fields()
    {
        var day = random.Pick(s_days);
        var start = day + Clock(24, 60, 60);
        var service = random.Chance(2) ? Services.ReChargeNotifyReq : random.Pick(Services.InStepOrder);
        var fields = new List<(string Name, string Json)>
        {
            ("serviceName", Quote(random.Chance(12) ? service.ToUpperInvariant() : random.Chance(15) ? "query" + random.Below(9) : service)),
            ("requestId", random.Chance(15) ? Value() : random.Chance(10) ? start : Quote(random.Chance(5) ? start : start + random.Next().ToString("d20"))),
            ("bussinessRst", random.Chance(20) ? Value() : Quote(random.Chance(4) ? random.Below(200).ToString("d4") : "0000")),
            ("interFacRst", random.Chance(8) ? Value() : Quote(random.Chance(3) ? Key() : "0000")),
            ("chargefee", random.Chance(20) ? Value() : random.Chance(5) ? random.Below(100_000).ToString() : Quote((random.Next() >> (14 + random.Below(50))).ToString())),
            ("provinceCode", random.Chance(25) ? Value() : random.Chance(4) ? Quote(random.Below(2000).ToString()) : Quote(random.Pick([.. ProvinceNames.Codes]))),
            ("gateway_id", random.Chance(6) ? Value() : Quote(Key())),
            ("channelCode", random.Chance(6) ? Value() : Quote(Key())),
            ("receiveNotifyTime", Time(day)),
            ("startReqTime", Time(day)),
            ("endReqTime", Time(day)),
            ("phoneno", "\"13800138000\""),
            ("retMsg", Quote(Characters(random.Below(6)))),
        };
        for (var unknown = random.Below(3); unknown > 0; unknown--) fields.Add((random.Pick(s_unknownNames), Value()));
        for (var missing = random.Chance(3) ? 1 + random.Below(3) : 0; missing > 0; missing--) fields.RemoveAt(random.Below(fields.Count));
        return fields;
    }

    private void Shuffle(List<(string Name, string Json)> fields)
    {
        if (random.Chance(3)) return;
        for (var i = fields.Count - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (fields[i], fields[j]) = (fields[j], fields[i]);
        }
    }

    private string Join(List<(string Name, string Json)> fields)
    {
        var spaced = random.Chance(4);
        var text = new StringBuilder();
        text.Append(Space(spaced)).Append('{').Append(Space(spaced));
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0) text.Append(',').Append(Space(spaced));
            var name = fields[i].Name;
            text.Append('"').Append(random.Chance(30) && !name.Contains('\\') ? Escape(name) : name).Append('"');
            text.Append(Space(spaced)).Append(':').Append(Space(spaced)).Append(fields[i].Json).Append(Space(spaced));
        }

        text.Append('}').Append(Space(spaced));
        if (random.Chance(60)) text.Append(random.Pick((string[])["}", ",", "{}", "x", "\0", "\v", "\f", "null", " 0", "\uFEFF", "//"]));
        if (random.Chance(60)) text.Insert(0, random.Pick((string[])["{", ",", "x", "\0", "\v", "\f", "\uFEFF", "[", "//"]));
        return text.ToString();
    }

    private string Space(bool spaced) => spaced && random.Chance(2) ? random.Pick(s_spaces) : "";

    private string Time(string day)
    {
        if (random.Chance(8)) return Value();
        // Mostly within the same day, sometimes an unreal clock time, a digit too many or a number token.
        var time = (random.Chance(8) ? random.Pick(s_days) : day) + (random.Chance(12) ? Clock(27, 63, 63) : Clock(24, 60, 60));
        return random.Below(10) switch { 0 => time, 1 => Quote(time + random.Below(10)), _ => Quote(time) };
    }

    private string Clock(int hours, int minutes, int seconds) =>
        $"{random.Below(hours):d2}{random.Below(minutes):d2}{random.Below(seconds):d2}{random.Below(1000):d3}";

    private string Key() => random.Below(12) switch
    {
        0 => random.Pick((string[])["other", "unknown", "Other", "0000", "other "]),
        1 => new string('k', 30 + random.Below(5)),
        2 => Characters(1 + random.Below(12)),
        3 => random.Pick((string[])["\uE000", "\uFFFD", "😀", "𠮷", "中"]) + random.Below(20), // UTF-8 order is not UTF-16 order
        4 or 5 or 6 => $"k{random.Below(300)}",
        _ => random.Pick((string[])["WXPAY", "CMPAY", "ALIPAY", "6900", "0705"]),
    };

    private string Characters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => random.Pick(s_characters)));

    private string Value() => random.Chance(3) ? Quote(random.Chance(2) ? Characters(random.Below(5)) : random.Next().ToString()) : random.Pick(s_literals);

    private string Quote(string text) => random.Chance(40) && text.All(char.IsAsciiLetterOrDigit) ? $"\"{Escape(text)}\"" : $"\"{text}\"";

    private string Escape(string text) => string.Concat(text.Select(c => random.Chance(2) ? c.ToString() : $"\\u{(int)c:x4}"));
}
