using System.Globalization;
using System.Text.Json;

namespace RechargeMonitor.Monitor.Audit;

/// <summary>A figure on which files and monitor do not agree.</summary>
/// <param name="Place">Which figure.</param>
/// <param name="InFiles">Its value by the files, or <see cref="Absent"/>.</param>
/// <param name="InMonitor">Its value by the monitor, or <see cref="Absent"/>.</param>
internal sealed record Difference(string Place, string InFiles, string InMonitor)
{
    public const string Absent = "—";
}

/// <summary>Compares answers figure by figure. Items of lists are compared by what they are about, not by their place.</summary>
internal sealed class FigureComparer
{
    private const double RateTolerance = 1e-9;
    private const double PercentileTolerance = 0.01;

    private static readonly string[] Identities = ["at", "code", "service", "key"];
    private static readonly string[] Percentiles = ["p50Ms", "p95Ms", "p99Ms"];
    private static readonly string[] Quotients = ["successRate", "failureRate", "averageMs"];

    // They say when an answer was made and what was asked; neither is a figure.
    private static readonly string[] NotCompared = ["revision", "asOf", "day", "by"];

    private readonly List<Difference> differences = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Difference> Differences => differences;

    /// <summary>How many figures were compared so far.</summary>
    public long Compared { get; private set; }

    /// <summary>Compares one value with all that is in it.</summary>
    public void Compare(string place, JsonElement inFiles, JsonElement inMonitor, string name = "")
    {
        if (inFiles.ValueKind != inMonitor.ValueKind)
            Report(place, inFiles, inMonitor);
        else if (inFiles.ValueKind == JsonValueKind.Object)
            CompareAll(place, Members(inFiles), Members(inMonitor));
        else if (inFiles.ValueKind == JsonValueKind.Array)
            CompareAll(place, Items(inFiles), Items(inMonitor));
        else
            CompareFigures(place, inFiles, inMonitor, name);
    }

    /// <summary>Notes a difference.</summary>
    public void Report(string place, JsonElement? inFiles, JsonElement? inMonitor) =>
        differences.Add(new Difference(place, Show(inFiles), Show(inMonitor)));

    private void CompareAll(string place, Dictionary<string, JsonElement> inFiles, Dictionary<string, JsonElement> inMonitor)
    {
        foreach (var (name, value) in inFiles)
        {
            if (inMonitor.TryGetValue(name, out var other))
                Compare($"{place} {name}", value, other, name);
            else
                Report($"{place} {name}", value, null);
        }

        foreach (var (name, value) in inMonitor)
        {
            if (!inFiles.ContainsKey(name))
                Report($"{place} {name}", null, value);
        }
    }

    private void CompareFigures(string place, JsonElement inFiles, JsonElement inMonitor, string name)
    {
        Compared++;
        var (left, right) = (inFiles.GetRawText(), inMonitor.GetRawText());
        if (left == right || (inFiles.ValueKind == JsonValueKind.String && inFiles.GetString() == inMonitor.GetString()))
            return;
        if (inFiles.ValueKind == JsonValueKind.Number && IsNear(name, left, right))
            return;
        Report(place, inFiles, inMonitor);
    }

    private static bool IsNear(string name, string inFiles, string inMonitor)
    {
        var tolerance = Percentiles.Contains(name) ? PercentileTolerance : Quotients.Contains(name) ? RateTolerance : 0;
        var expected = double.Parse(inFiles, CultureInfo.InvariantCulture);
        var actual = double.Parse(inMonitor, CultureInfo.InvariantCulture);
        return tolerance > 0 && Math.Abs(expected - actual) <= tolerance * Math.Abs(expected);
    }

    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (!NotCompared.Contains(member.Name))
                members[member.Name] = member.Value;
        }

        return members;
    }

    private static Dictionary<string, JsonElement> Items(JsonElement value)
    {
        var items = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in value.EnumerateArray())
            items[Identity(item) ?? $"[{items.Count}]"] = item;
        return items;
    }

    private static string? Identity(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var identity in Identities)
        {
            if (item.TryGetProperty(identity, out var value))
                return value.ToString();
        }

        return null;
    }

    private static string Show(JsonElement? value)
    {
        if (value is not { } present)
            return Difference.Absent;
        var text = present.ToString();
        return text.Length <= 80 ? text : text[..79] + "…";
    }
}
