using System.Text;

namespace RechargeMonitor.Oracle;

public static partial class NastyLines
{
    private static readonly byte[][] s_inserted =
    [
        [(byte)'"'], [(byte)'\\'], [(byte)','], [(byte)':'], [(byte)'}'], [(byte)'{'], [(byte)' '], [(byte)'0'], [0x00], [0x1F], [0x7F], [0x80], [0xC3], [0xE4, 0xB8], [0xFF],
        [0xE4, 0xB8, 0xAD], [0xF0, 0x9F, 0x98, 0x80], (byte[])[.. "\\u4e2d"u8], (byte[])[.. "\\\""u8], (byte[])[.. "\\ud800"u8], (byte[])[.. "\r\t"u8], (byte[])[.. "\",\""u8],
    ];

    /// <summary>A line of each of the three kinds that real logs have most of, unchanged.</summary>
    public static IReadOnlyList<NastyLine> Samples { get; } =
        [Line(C, "order", SampleLine.Order()), Line(C, "payment", SampleLine.Payment()), Line(C, "request", SampleLine.Request())];

    /// <summary>A line with one fault of each kind at each of its bytes.</summary>
    public static IEnumerable<NastyLine> FaultsAtEveryByte(NastyLine line)
    {
        for (var place = 0; place < line.Bytes.Length; place++)
        {
            var (before, after) = (line.Bytes[..place], line.Bytes[place..]);
            for (var bit = 0; bit < 8; bit++)
                yield return new NastyLine($"{line.Name}, bit {bit} of byte {place} flipped", [.. before, (byte)(after[0] ^ (1 << bit)), .. after[1..]]);
            foreach (var bytes in s_inserted)
            {
                var name = Convert.ToHexString(bytes);
                yield return new NastyLine($"{line.Name}, {name} inserted at {place}", [.. before, .. bytes, .. after]);
                yield return new NastyLine($"{line.Name}, {name} instead of byte {place}", [.. before, .. bytes, .. after[1..]]);
            }

            yield return new NastyLine($"{line.Name}, without byte {place}", [.. before, .. after[1..]]);
            yield return new NastyLine($"{line.Name}, cut off at {place}", before);
            yield return new NastyLine($"{line.Name}, without all before {place}", after);
        }
    }

    /// <summary>A line whose fields stand elsewhere, stand twice, are missing or have other kinds of values.</summary>
    public static IEnumerable<NastyLine> RearrangedFields()
    {
        foreach (var (kind, fields) in new[] { ("order", SampleLine.OrderFields), ("payment", SampleLine.PaymentFields), ("request", SampleLine.RequestFields) })
        {
            for (var one = 0; one < fields.Count; one++)
            {
                var (name, json) = fields[one];
                yield return Rearranged($"{kind} without {name}", fields.Where(field => field.Name != name));
                yield return Rearranged($"{kind}, {name} first", [(name, json), .. fields.Where(field => field.Name != name)]);
                foreach (var value in new[] { "null", "1", "\"\"", "\"0001\"", "{\"a\":[]}", "\"\\u0030000\"", "\"中\"", $"\"{new string('7', 63)}\"", $"\"{new string('7', 64)}\"", $"\"{new string('7', 65)}\"", $"\"{new string('中', 50)}\"" })
                {
                    yield return Rearranged($"{kind}, {name} is {Short(value)}", fields.Select(field => field.Name == name ? (name, value) : field));
                    yield return Rearranged($"{kind}, {name} is {Short(value)} at the end too", [.. fields, (name, value)]);
                    yield return Rearranged($"{kind}, {name} is {Short(value)} in front too", [(name, value), .. fields]);
                }

                for (var other = one + 1; other < fields.Count; other++)
                {
                    var swapped = fields.ToArray();
                    (swapped[one], swapped[other]) = (swapped[other], swapped[one]);
                    yield return Rearranged($"{kind}, {name} and {fields[other].Name} swapped", swapped);
                }
            }
        }
    }

    private static NastyLine Rearranged(string name, IEnumerable<(string Name, string? Json)> fields) =>
        new(name, Encoding.UTF8.GetBytes(SampleLine.Text(fields)));
}
