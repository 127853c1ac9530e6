using System.Text;

namespace RechargeMonitor.Oracle;

public static partial class NastyLines
{
    private static readonly (string Name, byte[] Bytes)[] s_notUtf8 =
    [
        ("a lone continuation byte", [0x80]), ("another lone continuation byte", [0xBF]), ("two continuation bytes", [0x80, 0x80]),
        ("an overlong slash of 2 bytes", [0xC0, 0xAF]), ("an overlong NUL of 2 bytes", [0xC0, 0x80]), ("an overlong DEL of 2 bytes", [0xC1, 0xBF]),
        ("an overlong slash of 3 bytes", [0xE0, 0x80, 0xAF]), ("the largest overlong of 3 bytes", [0xE0, 0x9F, 0xBF]),
        ("an overlong slash of 4 bytes", [0xF0, 0x80, 0x80, 0xAF]), ("the largest overlong of 4 bytes", [0xF0, 0x8F, 0xBF, 0xBF]),
        ("the first surrogate", [0xED, 0xA0, 0x80]), ("the last surrogate", [0xED, 0xBF, 0xBF]), ("a surrogate pair (CESU-8)", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
        ("U+110000", [0xF4, 0x90, 0x80, 0x80]), ("a lead byte F5", [0xF5, 0x80, 0x80, 0x80]), ("5 bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
        ("6 bytes", [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80]), ("FE", [0xFE]), ("FF", [0xFF]), ("a UTF-16 byte order mark", [0xFF, 0xFE]),
        ("1 of 2 bytes", [0xC3]), ("1 of 3 bytes", [0xE4]), ("2 of 3 bytes", [0xE4, 0xB8]), ("1 of 4 bytes", [0xF0]), ("2 of 4 bytes", [0xF0, 0x9F]), ("3 of 4 bytes", [0xF0, 0x9F, 0x98]),
        ("2 of 3 bytes and a letter", [0xE4, 0xB8, 0x61]), ("3 of 4 bytes and a whole character", [0xF0, 0x9F, 0x98, 0xE4, 0xB8, 0xAD]),
        ("GBK", [0xBD, 0xD3, 0xBF, 0xDA]), ("Latin-1", [0xE9]),
    ];

    private static readonly (string Name, byte[] Bytes)[] s_utf8 =
    [
        ("the first of 2 bytes", [0xC2, 0x80]), ("the last of 2 bytes", [0xDF, 0xBF]), ("the first of 3 bytes", [0xE0, 0xA0, 0x80]),
        ("the last before the surrogates", [0xED, 0x9F, 0xBF]), ("the first after the surrogates", [0xEE, 0x80, 0x80]), ("U+FFFF", [0xEF, 0xBF, 0xBF]),
        ("a byte order mark", [0xEF, 0xBB, 0xBF]), ("the first of 4 bytes", [0xF0, 0x90, 0x80, 0x80]), ("U+10FFFF", [0xF4, 0x8F, 0xBF, 0xBF]), ("DEL", [0x7F]),
    ];

    private static IEnumerable<NastyLine> Encodings()
    {
        foreach (var (name, bytes) in s_notUtf8)
        {
            yield return Line(R, $"{name} in an unknown value", SampleLine.WithBytes(SampleLine.Order(("retMsg", "\"@\"")), bytes));
            yield return Line(R, $"{name} in a key", SampleLine.WithBytes(SampleLine.Order(("gateway_id", "\"a@b\"")), bytes));
            yield return Line(R, $"{name} in a name", SampleLine.WithBytes(SampleLine.Order(("x@", "1")), bytes));
            yield return Line(R, $"{name} in the name of another service", SampleLine.WithBytes(SampleLine.Order(("serviceName", "\"@\"")), bytes));
            yield return Line(R, $"{name} after the object", SampleLine.WithBytes(SampleLine.Order() + "@", bytes));
            yield return Line(R, $"nothing but {name}", bytes);
        }

        foreach (var (name, bytes) in s_utf8)
        {
            yield return Line(C, $"{name} in an unknown value", SampleLine.WithBytes(SampleLine.Order(("retMsg", "\"@\"")), bytes));
            yield return Line(C, $"{name} in a key", SampleLine.WithBytes(SampleLine.Order(("gateway_id", "\"a@b\"")), bytes));
            yield return Line(C, $"{name} in a name", SampleLine.WithBytes(SampleLine.Order(("x@", "1")), bytes));
            yield return Line(O, $"{name} in the name of another service", SampleLine.WithBytes(SampleLine.Order(("serviceName", "\"@\"")), bytes));
        }

        // Vectorized readers look at 16, 32 or 64 bytes at once: put the fault on each side of those edges.
        foreach (var offset in new[] { 0, 1, 14, 15, 16, 17, 30, 31, 32, 33, 62, 63, 64, 65, 127, 128 })
        {
            var filler = new string('a', offset);
            yield return Line(R, $"a truncated character {offset} bytes into a value", SampleLine.WithBytes(SampleLine.Order(("retMsg", $"\"{filler}@{filler}\"")), 0xE4, 0xB8));
            yield return Line(C, $"a character {offset} bytes into a value", SampleLine.Order(("retMsg", $"\"{filler}中{filler}\"")));
            yield return Line(R, $"a control character {offset} bytes into a value", SampleLine.Order(("retMsg", $"\"{filler}\u0001{filler}\"")));
            yield return Line(C, $"an escaped quote {offset} bytes into a value", SampleLine.Order(("retMsg", $"\"{filler}\\\"{filler}\"")));
        }

        yield return Line(R, "UTF-16", Encoding.Unicode.GetBytes(SampleLine.Order()));
        yield return Line(R, "UTF-16 of the other end", Encoding.BigEndianUnicode.GetBytes(SampleLine.Order()));
        yield return Line(R, "UTF-32", Encoding.UTF32.GetBytes(SampleLine.Order()));
    }

    private static IEnumerable<NastyLine> Sizes()
    {
        const int limit = 65_536;
        var empty = SampleLine.Order(("retMsg", "\"\""));
        foreach (var length in new[] { 4_095, 4_096, 4_097, 32_768, limit - 1, limit })
        {
            yield return Line(C, $"an order of {length} bytes", SampleLine.Order(("retMsg", $"\"{new string('a', length - empty.Length)}\"")));
            yield return Line(C, $"an order of {length} bytes by spaces after it", empty.PadRight(length));
            yield return Line(C, $"an order of {length} bytes by spaces before it", empty.PadLeft(length));
            yield return Line(B, $"{length} spaces", new string(' ', length));
        }

        foreach (var length in new[] { limit + 1, limit + 2, 2 * limit })
        {
            yield return Line(R, $"an order of {length} bytes", SampleLine.Order(("retMsg", $"\"{new string('a', length - empty.Length)}\"")));
            yield return Line(R, $"an order of {length} bytes by spaces after it", empty.PadRight(length));
            yield return Line(R, $"an order of {length} bytes by spaces before it", empty.PadLeft(length));
            yield return Line(B, $"{length} spaces", new string(' ', length));
            yield return Line(R, $"{length - 1} spaces and a letter", new string(' ', length - 1) + "x");
        }

        // The limit is of bytes: 3 for each of these characters.
        var threes = (limit - empty.Length) / 3;
        var rest = limit - empty.Length - (3 * threes);
        yield return Line(C, "an order of 65,536 bytes in fewer characters", SampleLine.Order(("retMsg", $"\"{new string('中', threes)}{new string('a', rest)}\"")));
        yield return Line(R, "an order of 65,537 bytes in fewer characters", SampleLine.Order(("retMsg", $"\"{new string('中', threes)}{new string('a', rest + 1)}\"")));
    }
}
