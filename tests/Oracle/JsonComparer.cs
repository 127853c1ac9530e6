using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace RechargeMonitor.Oracle;

/// <summary>
/// Compares two recounts by meaning: the order of properties and the spelling of texts and numbers do not matter,
/// the order of lists does. Numbers are equal exactly, percentiles within 1 %, rates and averages within 1e-12.
/// </summary>
public static class JsonComparer
{
    private static readonly string[] s_percentiles = ["p50Ms", "p95Ms", "p99Ms"];
    private static readonly string[] s_quotients = ["successRate", "failureRate", "averageMs"];
    private static readonly string[] s_identities = ["day", "at", "code", "service", "key", "source"];

    /// <summary>All differences, each with its path; none when the documents mean the same.</summary>
    /// <param name="expected">The document of the judge.</param>
    /// <param name="actual">The document in doubt; if it is not JSON, that is the difference.</param>
    public static IReadOnlyList<string> Compare(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual)
    {
        using var expectedDocument = JsonDocument.Parse(expected);
        try
        {
            using var actualDocument = JsonDocument.Parse(actual);
            var differences = new List<string>();
            CompareValues("$", "", expectedDocument.RootElement, actualDocument.RootElement, differences);
            return differences;
        }
        catch (JsonException fault)
        {
            return [$"$: not JSON: {fault.Message}"];
        }
    }

    private static void CompareValues(string path, string name, JsonElement expected, JsonElement actual, List<string> differences)
    {
        if (expected.ValueKind != actual.ValueKind)
        {
            differences.Add($"{path}: expected {Show(expected)}, found {Show(actual)}");
            return;
        }

        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                CompareObjects(path, expected, actual, differences);
                break;
            case JsonValueKind.Array:
                CompareLists(path, expected, actual, differences);
                break;
            case JsonValueKind.Number when !NumbersEqual(name, expected.GetRawText(), actual.GetRawText()):
            case JsonValueKind.String when expected.GetString() != actual.GetString():
                differences.Add($"{path}: expected {Show(expected)}, found {Show(actual)}");
                break;
        }
    }

    private static void CompareObjects(string path, JsonElement expected, JsonElement actual, List<string> differences)
    {
        var expectedNames = expected.EnumerateObject().Select(property => property.Name).ToList();
        var actualNames = actual.EnumerateObject().Select(property => property.Name).ToList();
        foreach (var name in actualNames.GroupBy(name => name).Where(group => group.Count() > 1))
            differences.Add($"{path}.{name.Key}: stands {name.Count()} times");
        foreach (var name in expectedNames.Except(actualNames))
            differences.Add($"{path}.{name}: expected {Show(expected.GetProperty(name))}, found nothing");
        foreach (var name in actualNames.Except(expectedNames))
            differences.Add($"{path}.{name}: expected nothing, found {Show(actual.GetProperty(name))}");
        foreach (var name in expectedNames.Intersect(actualNames))
            CompareValues($"{path}.{name}", name, expected.GetProperty(name), actual.GetProperty(name), differences);
    }

    private static void CompareLists(string path, JsonElement expected, JsonElement actual, List<string> differences)
    {
        var expectedItems = expected.EnumerateArray().ToList();
        var actualItems = actual.EnumerateArray().ToList();
        for (var i = 0; i < Math.Max(expectedItems.Count, actualItems.Count); i++)
        {
            if (i >= actualItems.Count)
                differences.Add($"{path}[{i}{Identity(expectedItems[i])}]: expected {Show(expectedItems[i])}, found nothing");
            else if (i >= expectedItems.Count)
                differences.Add($"{path}[{i}{Identity(actualItems[i])}]: expected nothing, found {Show(actualItems[i])}");
            else
                CompareValues($"{path}[{i}{Identity(expectedItems[i])}]", "", expectedItems[i], actualItems[i], differences);
        }
    }

    /// <summary>What an item of a list is about, so that a path tells more than a number.</summary>
    private static string Identity(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object) return "";
        var name = s_identities.FirstOrDefault(identity => item.TryGetProperty(identity, out _));
        return name is null ? "" : $" {name}={item.GetProperty(name)}";
    }

    private static bool NumbersEqual(string name, string expected, string actual)
    {
        if (expected == actual || Exact(expected) == Exact(actual)) return true;
        if (s_percentiles.Contains(name)) return Near(expected, actual, 0.01);
        return s_quotients.Contains(name) && Near(expected, actual, 1e-12);
    }

    private static bool Near(string expected, string actual, double tolerance)
    {
        var wanted = double.Parse(expected, CultureInfo.InvariantCulture);
        var found = double.Parse(actual, CultureInfo.InvariantCulture);
        return Math.Abs(found - wanted) <= tolerance * Math.Abs(wanted);
    }

    /// <summary>A JSON number as its significant digits and its power of ten, so that 10, 1e1 and 10.0 are the same.</summary>
    private static (string Digits, BigInteger Exponent) Exact(string number)
    {
        var parts = number.ToLowerInvariant().Split('e');
        var exponent = parts.Length == 2 ? BigInteger.Parse(parts[1], NumberStyles.AllowLeadingSign) : BigInteger.Zero;
        var sign = parts[0].StartsWith('-') ? "-" : "";
        var halves = parts[0].TrimStart('-').Split('.');
        var fraction = halves.Length == 2 ? halves[1] : "";
        var digits = (halves[0] + fraction).TrimStart('0');
        var significant = digits.TrimEnd('0');
        return significant.Length == 0
            ? ("0", BigInteger.Zero)
            : (sign + significant, exponent - fraction.Length + (digits.Length - significant.Length));
    }

    private static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 120 ? text : text[..120] + "…";
    }
}
