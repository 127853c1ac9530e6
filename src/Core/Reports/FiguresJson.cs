using System.Globalization;
using System.Text.Json;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Reports;

/// <summary>
/// Writes figures as REST and <c>recount</c> give them: amounts in fen, durations in ms, rates 0 to 1, figures without
/// data left out. Every method writes properties into the object that is open.
/// </summary>
public static class FiguresJson
{
    /// <summary><c>day</c>, <c>orders</c>, <c>recharge</c>, <c>payment</c>.</summary>
    public static void WriteOverview(Utf8JsonWriter json, DayTally day)
    {
        json.WriteString("day"u8, ChinaTime.Format(day.Day));
        json.WriteStartObject("orders"u8);
        WriteOrders(json, day.National.Orders);
        json.WriteEndObject();
        WriteDurations(json, "recharge"u8, day.National.Recharge);
        WriteDurations(json, "payment"u8, day.National.Payment);
    }

    /// <summary>An array of the minutes that have orders, ascending.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="day">The day.</param>
    /// <param name="from">The first minute of the day, 0 to 1439.</param>
    /// <param name="to">The last minute of the day, included.</param>
    public static void WriteMinutes(Utf8JsonWriter json, ReadOnlySpan<byte> name, DayTally day, int from, int to)
    {
        json.WriteStartArray(name);
        for (var minute = from; minute <= to; minute++)
            WriteMinute(json, day, minute);
        json.WriteEndArray();
    }

    /// <summary>An array of those of the given minutes that have orders, in the given order.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="day">The day.</param>
    /// <param name="minutes">Minutes of the day, 0 to 1439.</param>
    public static void WriteMinutes(Utf8JsonWriter json, ReadOnlySpan<byte> name, DayTally day, IEnumerable<int> minutes)
    {
        json.WriteStartArray(name);
        foreach (var minute in minutes)
            WriteMinute(json, day, minute);
        json.WriteEndArray();
    }

    /// <summary>An array of the hours that have orders, ascending.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="day">The day.</param>
    /// <param name="ordersOfHour">The orders of an hour, 0 to 23.</param>
    /// <param name="from">The first hour.</param>
    /// <param name="to">The last hour, included.</param>
    public static void WriteHours(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, DateOnly day, Func<int, OrderCounts> ordersOfHour, int from = 0, int to = 23)
    {
        Span<byte> at = stackalloc byte[BucketText.MaxBytes];
        json.WriteStartArray(name);
        for (var hour = from; hour <= to; hour++)
        {
            var orders = ordersOfHour(hour);
            if (orders.Total > 0)
                WritePoint(json, BucketText.Hour(at, day, hour), orders);
        }

        json.WriteEndArray();
    }

    /// <summary><c>provinces</c>: those that have orders, most failed first, then by code.</summary>
    public static void WriteProvinces(Utf8JsonWriter json, DayTally day)
    {
        json.WriteStartArray("provinces"u8);
        var rows = ProvinceRow.Of(day.Provinces).ToArray();
        StableSort.Sort(rows, (left, right) => left.Day.Failed != right.Day.Failed
            ? right.Day.Failed.CompareTo(left.Day.Failed) : string.CompareOrdinal(left.Code, right.Code));
        foreach (var row in rows)
        {
            json.WriteStartObject();
            WriteProvince(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary><c>code</c>, <c>name</c>, <c>nameEn</c> and the province's orders.</summary>
    public static void WriteProvince(Utf8JsonWriter json, ProvinceRow row)
    {
        json.WriteString("code"u8, row.Code);
        if (row.Province is { } province)
        {
            json.WriteString("name"u8, province.Name);
            json.WriteString("nameEn"u8, province.NameEn);
        }

        WriteOrders(json, row.Day);
    }

    /// <summary><c>interfaces</c>: the five services, in their order.</summary>
    public static void WriteInterfaces(Utf8JsonWriter json, DayTally day)
    {
        json.WriteStartArray("interfaces"u8);
        for (var service = Service.MakeNewOrder; service <= Service.ReChargeNotifyReq; service++)
        {
            json.WriteStartObject();
            WriteInterface(json, service, day.National.Interface(service));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary><c>service</c>, <c>calls</c>, <c>failed</c>, <c>withoutResult</c>, <c>failureRate</c>, <c>codes</c>, <c>latency</c>.</summary>
    public static void WriteInterface(Utf8JsonWriter json, Service service, InterfaceTally tally)
    {
        json.WriteString("service"u8, Services.Name(service));
        json.WriteNumber("calls"u8, tally.Calls);
        json.WriteNumber("failed"u8, tally.Failed);
        json.WriteNumber("withoutResult"u8, tally.WithoutResult);
        if (tally.Calls > 0)
            json.WriteNumber("failureRate"u8, (double)tally.Failed / tally.Calls);
        json.WriteStartObject("codes"u8);
        foreach (var (key, count) in tally.Codes.InOrderWithOther())
            json.WriteNumber(key, count.Value);
        json.WriteEndObject();
        WriteDurations(json, "latency"u8, tally.Latency);
    }

    /// <summary><c>minutes</c>: the minutes in which a service was called, ascending.</summary>
    public static void WriteInterfaceMinutes(Utf8JsonWriter json, DayTally day, Service service, int from, int to)
    {
        Span<byte> at = stackalloc byte[BucketText.MaxBytes];
        json.WriteStartArray("minutes"u8);
        for (var minute = from; minute <= to; minute++)
        {
            if (day.Minute(minute) is not { } tally || tally.Calls(service).Calls == 0)
                continue;
            ref readonly var calls = ref tally.Calls(service);
            json.WriteStartObject();
            json.WriteString("at"u8, BucketText.Minute(at, day.Day, minute));
            json.WriteNumber("calls"u8, calls.Calls);
            json.WriteNumber("failed"u8, calls.Failed);
            json.WriteNumber("withoutResult"u8, calls.WithoutResult);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>An array of a breakdown's keys, most failed first, then by key.</summary>
    public static void WriteBreakdown(Utf8JsonWriter json, ReadOnlySpan<byte> name, BoundedMap<OrderCounts> breakdown)
    {
        json.WriteStartArray(name);

        // The keys come in their order, and the sort is stable.
        var items = breakdown.InOrderWithOther();
        StableSort.Sort(items, (left, right) => right.Value.Failed.CompareTo(left.Value.Failed));
        foreach (var (key, orders) in items)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, key);
            WriteOrders(json, orders);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary><c>total</c>, <c>succeeded</c>, <c>failed</c>, <c>successRate</c>, <c>amountFen</c>.</summary>
    public static void WriteOrders(Utf8JsonWriter json, in OrderCounts orders)
    {
        json.WriteNumber("total"u8, orders.Total);
        json.WriteNumber("succeeded"u8, orders.Succeeded);
        json.WriteNumber("failed"u8, orders.Failed);
        if (orders.Total > 0)
            json.WriteNumber("successRate"u8, (double)orders.Succeeded / orders.Total);
        if (orders.IsAmountWide)
            WriteWideAmount(json, orders);
        else
            json.WriteNumber("amountFen"u8, orders.AmountFenLow);
    }

    private static void WriteWideAmount(Utf8JsonWriter json, in OrderCounts orders)
    {
        json.WritePropertyName("amountFen"u8);
        json.WriteRawValue(orders.AmountFen.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
    }

    private static void WriteDurations(Utf8JsonWriter json, ReadOnlySpan<byte> name, DurationTally durations)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count"u8, durations.Count);
        if (durations.Count > 0)
        {
            json.WriteNumber("averageMs"u8, durations.AverageMs);
            json.WriteNumber("minMs"u8, durations.MinMs);
            json.WriteNumber("maxMs"u8, durations.MaxMs);
            json.WriteNumber("p50Ms"u8, durations.PercentileMs(50));
            json.WriteNumber("p95Ms"u8, durations.PercentileMs(95));
            json.WriteNumber("p99Ms"u8, durations.PercentileMs(99));
        }

        json.WriteNumber("withoutDuration"u8, durations.WithoutDuration);
        json.WriteEndObject();
    }

    private static void WriteMinute(Utf8JsonWriter json, DayTally day, int minute)
    {
        if (day.Minute(minute) is { Orders.Total: > 0 } tally)
            WritePoint(json, BucketText.Minute(stackalloc byte[BucketText.MaxBytes], day.Day, minute), tally.Orders);
    }

    private static void WritePoint(Utf8JsonWriter json, ReadOnlySpan<byte> at, in OrderCounts orders)
    {
        json.WriteStartObject();
        json.WriteString("at"u8, at);
        WriteOrders(json, orders);
        json.WriteEndObject();
    }
}
