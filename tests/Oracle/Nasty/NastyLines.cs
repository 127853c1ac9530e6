using System.Text;

namespace RechargeMonitor.Oracle;

/// <summary>Lines around every rule of the domain page: a hand-made corpus and two seeded generators.</summary>
public static partial class NastyLines
{
    private const LineOutcome C = LineOutcome.Counted;
    private const LineOutcome O = LineOutcome.Other;
    private const LineOutcome R = LineOutcome.Rejected;
    private const LineOutcome B = LineOutcome.Blank;

    /// <summary>The hand-made lines, each with the outcome that the domain page gives it; names are unique.</summary>
    public static IEnumerable<NastyLine> Corpus() =>
        [.. Documents(), .. Tokens(), .. Texts(), .. Encodings(), .. Sizes(), .. ServiceNames(), .. Times(), .. Results(), .. Durations(), .. OrderFields(), .. Duplicates()];

    /// <summary>Lines made of mutated fields, escapes, duplicates, white space and odd bytes.</summary>
    public static IEnumerable<NastyLine> Structured(ulong seed, int count)
    {
        var random = new SmallRandom(seed);
        for (var i = 0; i < count; i++)
            yield return new NastyLine($"structured, seed {seed}, number {i}", new StructuredLine(random).Make());
    }

    /// <summary>Valid lines with bytes flipped, deleted, inserted, repeated or cut off.</summary>
    public static IEnumerable<NastyLine> Mutated(ulong seed, int count)
    {
        var random = new SmallRandom(seed);
        for (var i = 0; i < count; i++)
            yield return new NastyLine($"mutated, seed {seed}, number {i}", MutatedLine.Make(random));
    }

    /// <summary>
    /// A file of structured and mutated lines, blank ones between them, ended by LF or CRLF; some files begin with a
    /// byte order mark and some end without a newline. Lines that hold newlines are cut as the file cuts them.
    /// </summary>
    public static byte[] File(ulong seed, int lines)
    {
        var random = new SmallRandom(seed);
        var file = new List<byte>();
        if (random.Chance(2)) file.AddRange((byte[])[0xEF, 0xBB, 0xBF]);
        for (var i = 0; i < lines; i++)
        {
            file.AddRange(random.Below(10) switch
            {
                0 => [],
                1 or 2 => MutatedLine.Make(random),
                _ => new StructuredLine(random).Make(),
            });
            var isLast = i == lines - 1;
            if (!isLast || random.Chance(2)) file.AddRange(random.Chance(3) ? "\r\n"u8 : "\n"u8);
        }

        return [.. file];
    }

    private static NastyLine Line(LineOutcome expected, string name, string text) => new(name, Encoding.UTF8.GetBytes(text), expected);

    private static NastyLine Line(LineOutcome expected, string name, byte[] bytes) => new(name, bytes, expected);

    /// <summary>One order line for each value of one field; null leaves the field out.</summary>
    private static IEnumerable<NastyLine> EachOrder(LineOutcome expected, string field, params string?[] values) =>
        values.Select(value => Line(expected, $"order with {field} {Short(value)}", SampleLine.Order((field, value))));

    private static string Short(string? value) =>
        value is null ? "absent" : value.Length <= 60 ? value : $"{value[..60]}… ({value.Length} characters)";
}
