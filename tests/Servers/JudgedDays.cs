using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Servers;

/// <summary>Days whose lines are fed to a monitor one after the other. Each has a judge of its own for as long as it is kept, who keeps every duration.</summary>
/// <param name="kept">How many days are kept.</param>
public sealed class JudgedDays(int kept)
{
    private readonly SortedDictionary<string, Recount> judges = new(StringComparer.Ordinal);
    private string first = "";

    /// <summary>Those that are kept, newest first.</summary>
    public IReadOnlyList<string> Kept => [.. judges.Keys.Reverse()];

    /// <summary>The one that was dropped last, if any was.</summary>
    public string? Dropped { get; private set; }

    /// <summary>The judge of a day that follows all others.</summary>
    public Recount Add(DateOnly day)
    {
        var name = day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        if (judges.Count == 0)
            first = name;
        else if (judges.Count == kept)
            judges.Remove(Dropped = judges.Keys.First());
        var judge = new Recount();
        judges.Add(name, judge);
        return judge;
    }

    /// <summary>Those of the days that a monitor lists, newest first; it may have others beside.</summary>
    /// <param name="get">Answers a call of the REST contract: the path behind <c>/api/v1/</c>.</param>
    public async Task<IReadOnlyList<string>> ListedAsync(Func<string, Task<JsonObject>> get)
    {
        var last = judges.Keys.Last();
        return [.. (await get("days"))["days"]!.AsArray().Select(day => day!.GetValue<string>())
            .Where(day => string.CompareOrdinal(day, first) >= 0 && string.CompareOrdinal(day, last) <= 0)];
    }

    /// <summary>Every figure of every kept day must be the judge's.</summary>
    /// <param name="get">As of the other.</param>
    public async Task AssertExactAsync(Func<string, Task<JsonObject>> get)
    {
        foreach (var (day, judge) in judges)
        {
            var wanted = JsonNode.Parse(judge.ToJson())!["days"]![0]!;
            var differences = JsonComparer.Compare(Bytes(wanted), Bytes(await RestFigures.ReadDayAsync(get, day)));
            Assert.True(differences.Count == 0, $"{day}: {differences.Count} figures are not the judge's, such as:{Environment.NewLine}{string.Join(Environment.NewLine, differences.Take(10))}");
        }
    }

    /// <summary>Once days are dropped, a day more must not make anything larger, but for a quarter.</summary>
    /// <param name="what">What may not grow.</param>
    /// <param name="samples">How large it was after each day.</param>
    /// <param name="allowed">By how much it may grow beside that.</param>
    public void AssertFlat(string what, IReadOnlyList<long> samples, long allowed = 0)
    {
        var full = samples.Skip(kept).ToArray();
        Assert.True(full.Length < 2 || full[^1] <= (full[0] * 5 / 4) + allowed, $"{what} grows: {string.Join(", ", samples)}");
    }

    private static byte[] Bytes(JsonNode document) => Encoding.UTF8.GetBytes(document.ToJsonString());
}
