using System.Text;
using System.Text.Json.Nodes;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>Holds the figures that a monitor answers over REST against those of the independent judge.</summary>
internal static class Judgement
{
    private static readonly string[] Breakdowns = ["gateway", "channel", "result"];

    /// <summary>The judge's figures of some logs.</summary>
    public static Oracle.Recount Of(params IEnumerable<OrderLog> logs)
    {
        var recount = new Oracle.Recount();
        foreach (var log in logs)
            log.AddTo(recount);
        return recount;
    }

    /// <summary>Waits until the monitor has counted as many lines as the judge; then every figure must be the judge's.</summary>
    /// <returns>How many lines that are.</returns>
    public static async Task<long> AssertExactAsync(this MonitorProcess monitor, Oracle.Recount expected)
    {
        var lines = expected.Sources.Sum(source => source.Lines);
        await monitor.WaitForLinesAsync(lines);
        var wanted = JsonNode.Parse(expected.ToJson())!.AsObject();
        var found = await ReadAsync(monitor);

        // Which files make up a source depends on when they were rotated; the sums over all sources do not.
        foreach (var books in new[] { wanted, found }.Select(document => document["audit"]!.AsObject()))
            books.Remove("sources");
        var differences = JsonComparer.Compare(Bytes(wanted), Bytes(found));
        Assert.True(differences.Count == 0, $"{differences.Count} figures are not the judge's, such as:{Environment.NewLine}{string.Join(Environment.NewLine, differences.Take(10))}{Environment.NewLine}{monitor.Tail}");
        return lines;
    }

    /// <summary>What REST answers about everything, in the shape of a recount.</summary>
    private static async Task<JsonObject> ReadAsync(MonitorProcess monitor)
    {
        var listed = await monitor.GetAsync("days");
        var days = new JsonArray();
        foreach (var day in listed["future"]!.AsArray().Concat(listed["days"]!.AsArray()).Select(day => day!.GetValue<string>()).OrderDescending(StringComparer.Ordinal))
            days.Add(await DayAsync(monitor, day));
        return new JsonObject { ["audit"] = Bare(await monitor.GetAsync("audit")), ["days"] = days };
    }

    private static async Task<JsonObject> DayAsync(MonitorProcess monitor, string day)
    {
        var breakdowns = new JsonObject();
        foreach (var by in Breakdowns)
            breakdowns[by] = await ListAsync($"breakdowns/{by}?day={day}", "items");
        return new JsonObject
        {
            ["day"] = day,
            ["overview"] = Bare(await monitor.GetAsync($"overview?day={day}")),
            ["minutes"] = await ListAsync($"trend?day={day}&by=minute", "points"),
            ["hours"] = await ListAsync($"trend?day={day}&by=hour", "points"),
            ["provinces"] = await ListAsync($"provinces?day={day}", "provinces"),
            ["interfaces"] = await ListAsync($"interfaces?day={day}", "interfaces"),
            ["breakdowns"] = breakdowns,
        };

        async Task<JsonNode> ListAsync(string call, string name) => (await monitor.GetAsync(call))[name]!.DeepClone();
    }

    private static JsonObject Bare(JsonObject answer)
    {
        answer.Remove("revision");
        answer.Remove("asOf");
        return answer;
    }

    private static byte[] Bytes(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString());
}
