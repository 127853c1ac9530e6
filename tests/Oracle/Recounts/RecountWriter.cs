using System.Text.Json;

namespace RechargeMonitor.Oracle;

/// <summary>The JSON of a recount, property by property as the domain page lists it.</summary>
internal static class RecountWriter
{
    public static void Write(Utf8JsonWriter json, Recount recount, int days)
    {
        json.WriteStartObject();
        WriteAudit(json, recount);
        json.WriteStartArray("days");
        foreach (var (day, figures) in recount.Days.Take(days)) WriteDay(json, day, figures);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteAudit(Utf8JsonWriter json, Recount recount)
    {
        var lines = recount.Sources.Sum(source => source.Lines);
        var counted = recount.Sources.Sum(source => source.Counted);
        var other = recount.Sources.Sum(source => source.Other);
        var rejected = recount.Sources.Sum(source => source.Rejected);
        var blank = recount.Sources.Sum(source => source.Blank);
        var byService = Services.InStepOrder.Select(service => (Service: service, Lines: recount.CountedOf(service))).ToList();

        json.WriteStartObject("audit");
        WriteOutcomes(json, lines, counted, other, rejected, blank);
        json.WriteStartObject("byService");
        foreach (var (service, serviceLines) in byService) json.WriteNumber(service, serviceLines);
        json.WriteEndObject();
        json.WriteBoolean("balanced", lines == counted + other + rejected + blank && counted == byService.Sum(service => service.Lines));
        json.WriteStartArray("sources");
        foreach (var source in recount.Sources)
        {
            json.WriteStartObject();
            json.WriteString("source", source.Source);
            json.WriteNumber("position", source.Position);
            WriteOutcomes(json, source.Lines, source.Counted, source.Other, source.Rejected, source.Blank);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOutcomes(Utf8JsonWriter json, long lines, long counted, long other, long rejected, long blank)
    {
        json.WriteNumber("lines", lines);
        json.WriteNumber("counted", counted);
        json.WriteNumber("other", other);
        json.WriteNumber("rejected", rejected);
        json.WriteNumber("blank", blank);
    }

    private static void WriteDay(Utf8JsonWriter json, string day, DayFigures figures)
    {
        json.WriteStartObject();
        json.WriteString("day", day);
        WriteOverview(json, day, figures);
        WriteItems(json, "minutes", "at", figures.Minutes);
        WriteItems(json, "hours", "at", figures.Hours);
        WriteItems(json, "provinces", "code", figures.Provinces);
        WriteInterfaces(json, figures);
        json.WriteStartObject("breakdowns");
        WriteItems(json, "gateway", "key", figures.Gateways);
        WriteItems(json, "channel", "key", figures.Channels);
        WriteItems(json, "result", "key", figures.Results);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOverview(Utf8JsonWriter json, string day, DayFigures figures)
    {
        json.WriteStartObject("overview");
        json.WriteString("day", day);
        json.WriteStartObject("orders");
        WriteOrders(json, figures.Orders);
        json.WriteEndObject();
        WriteDurations(json, "recharge", figures.Recharge);
        WriteDurations(json, "payment", figures.Payment);
        json.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter json, string list, string keyName, IEnumerable<KeyValuePair<string, OrderFigures>> items)
    {
        json.WriteStartArray(list);
        foreach (var (key, orders) in items)
        {
            json.WriteStartObject();
            json.WriteString(keyName, key);
            if (keyName == "code" && ProvinceNames.Of(key) is { } names)
            {
                json.WriteString("name", names.Name);
                json.WriteString("nameEn", names.NameEn);
            }

            WriteOrders(json, orders);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOrders(Utf8JsonWriter json, OrderFigures orders)
    {
        json.WriteNumber("total", orders.Total);
        json.WriteNumber("succeeded", orders.Succeeded);
        json.WriteNumber("failed", orders.Failed);
        if (orders.Total > 0) json.WriteNumber("successRate", (double)orders.Succeeded / orders.Total);
        json.WritePropertyName("amountFen");
        json.WriteRawValue(orders.AmountFen.ToString()); // it may pass 64 bits
    }

    private static void WriteInterfaces(Utf8JsonWriter json, DayFigures figures)
    {
        json.WriteStartArray("interfaces");
        foreach (var service in Services.InStepOrder)
        {
            var calls = figures.Interface(service);
            json.WriteStartObject();
            json.WriteString("service", service);
            json.WriteNumber("calls", calls.Calls);
            json.WriteNumber("failed", calls.Failed);
            json.WriteNumber("withoutResult", calls.WithoutResult);
            if (calls.Calls > 0) json.WriteNumber("failureRate", (double)calls.Failed / calls.Calls);
            json.WriteStartObject("codes");
            foreach (var (code, count) in calls.Codes) json.WriteNumber(code, count);
            json.WriteEndObject();
            WriteDurations(json, "latency", calls.Latency);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDurations(Utf8JsonWriter json, string name, DurationFigures durations)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", durations.Count);
        if (durations.Count > 0)
        {
            json.WriteNumber("averageMs", durations.AverageMs);
            json.WriteNumber("minMs", durations.MinMs);
            json.WriteNumber("maxMs", durations.MaxMs);
            json.WriteNumber("p50Ms", durations.PercentileMs(50));
            json.WriteNumber("p95Ms", durations.PercentileMs(95));
            json.WriteNumber("p99Ms", durations.PercentileMs(99));
        }

        json.WriteNumber("withoutDuration", durations.WithoutDuration);
        json.WriteEndObject();
    }
}
