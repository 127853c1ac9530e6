using System.Text.Json.Nodes;

namespace RechargeMonitor.Servers;

/// <summary>Everything that a monitor answers over REST about its figures.</summary>
public static class RestFigures
{
    private static readonly string[] Breakdowns = ["gateway", "channel", "result"];

    /// <summary>Reads them in the shape of a recount.</summary>
    /// <param name="get">Answers a call of the REST contract: the path behind <c>/api/v1/</c>.</param>
    public static async Task<JsonObject> ReadAsync(Func<string, Task<JsonObject>> get)
    {
        var listed = await get("days");
        var days = new JsonArray();
        foreach (var day in listed["future"]!.AsArray().Concat(listed["days"]!.AsArray()).Select(day => day!.GetValue<string>()).OrderDescending(StringComparer.Ordinal))
            days.Add(await ReadDayAsync(get, day));
        return new JsonObject { ["audit"] = Bare(await get("audit")), ["days"] = days };
    }

    /// <summary>Reads those of one day.</summary>
    /// <param name="get">As of the other.</param>
    /// <param name="day">The day, such as <c>20170412</c>.</param>
    public static async Task<JsonObject> ReadDayAsync(Func<string, Task<JsonObject>> get, string day)
    {
        var breakdowns = new JsonObject();
        foreach (var by in Breakdowns)
            breakdowns[by] = await ListAsync($"breakdowns/{by}?day={day}", "items");
        return new JsonObject
        {
            ["day"] = day,
            ["overview"] = Bare(await get($"overview?day={day}")),
            ["minutes"] = await ListAsync($"trend?day={day}&by=minute", "points"),
            ["hours"] = await ListAsync($"trend?day={day}&by=hour", "points"),
            ["provinces"] = await ListAsync($"provinces?day={day}", "provinces"),
            ["interfaces"] = await ListAsync($"interfaces?day={day}", "interfaces"),
            ["breakdowns"] = breakdowns,
        };

        async Task<JsonNode> ListAsync(string call, string name) => (await get(call))[name]!.DeepClone();
    }

    private static JsonObject Bare(JsonObject answer)
    {
        answer.Remove("revision");
        answer.Remove("asOf");
        return answer;
    }
}
