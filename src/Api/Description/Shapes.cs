namespace RechargeMonitor.Api.Description;

// The answers are written by hand into prepared bytes; these records only describe them in the OpenAPI document. Tests hold
// real answers against the published schemas. Properties that are not required are absent where there are no data.

/// <summary>What every answer begins with.</summary>
internal abstract record Answer
{
    /// <summary>Grows with every change of what the answer is made of.</summary>
    /// <example>1491966243760000</example>
    public required long Revision { get; init; }

    /// <summary>When the figures were last made durable: UTC, ISO 8601. Before the first ones: when the reader started.</summary>
    /// <example>2017-04-12T03:04:03.760Z</example>
    public required DateTime AsOf { get; init; }

    /// <summary>true while the store of the figures is away and these are the last known ones; absent while they are current.</summary>
    /// <example>true</example>
    public bool? Stale { get; init; }
}

/// <summary>Business figures of a set of orders.</summary>
internal record Orders
{
    /// <summary>Orders.</summary>
    /// <example>5000</example>
    public required long Total { get; init; }

    /// <summary>Orders with result 0000.</summary>
    /// <example>4800</example>
    public required long Succeeded { get; init; }

    /// <summary>All other orders.</summary>
    /// <example>200</example>
    public required long Failed { get; init; }

    /// <summary>succeeded / total, 0 to 1; absent when total is 0.</summary>
    /// <example>0.96</example>
    public double? SuccessRate { get; init; }

    /// <summary>Sum over the succeeded orders, in fen; exact, and it may pass 64 bits.</summary>
    /// <example>24000000</example>
    public required UInt128 AmountFen { get; init; }
}

/// <summary>Durations in ms. All but the counts are absent when count is 0.</summary>
internal sealed record Durations
{
    /// <summary>How many there are.</summary>
    /// <example>4790</example>
    public required long Count { get; init; }

    /// <summary>The exact average.</summary>
    /// <example>35289.4</example>
    public double? AverageMs { get; init; }

    /// <summary>The shortest.</summary>
    /// <example>812</example>
    public long? MinMs { get; init; }

    /// <summary>The longest.</summary>
    /// <example>3600123</example>
    public long? MaxMs { get; init; }

    /// <summary>The median, within 1 %.</summary>
    /// <example>21504</example>
    public long? P50Ms { get; init; }

    /// <summary>The 95th percentile, within 1 %.</summary>
    /// <example>90112</example>
    public long? P95Ms { get; init; }

    /// <summary>The 99th percentile, within 1 %.</summary>
    /// <example>180224</example>
    public long? P99Ms { get; init; }

    /// <summary>How many could not be computed, were negative or above 24 h.</summary>
    /// <example>10</example>
    public required long WithoutDuration { get; init; }
}

/// <summary>The orders of a minute or hour.</summary>
internal sealed record Point : Orders
{
    /// <summary>The bucket in China Standard Time: yyyyMMddHHmm, or yyyyMMddHH of an hour.</summary>
    /// <example>"201704120301"</example>
    public required string At { get; init; }
}

/// <summary>The days whose figures are kept.</summary>
internal sealed record DaysAnswer : Answer
{
    /// <summary>Newest first, none later than tomorrow in China. The first one is the default of the parameter day.</summary>
    public required IReadOnlyList<string> Days { get; init; }

    /// <summary>Days later than tomorrow in China, newest first.</summary>
    public required IReadOnlyList<string> Future { get; init; }
}

/// <summary>The nationwide figures of a day.</summary>
internal sealed record OverviewAnswer : Answer
{
    /// <summary>The day, yyyyMMdd.</summary>
    /// <example>"20170412"</example>
    public required string Day { get; init; }

    /// <summary>The day's orders.</summary>
    public required Orders Orders { get; init; }

    /// <summary>From an order's start to the notice of its top-up, over the succeeded orders.</summary>
    public required Durations Recharge { get; init; }

    /// <summary>From an order's start to the notice of its payment, over the successful payments.</summary>
    public required Durations Payment { get; init; }
}

/// <summary>A day's orders by minute or hour.</summary>
internal sealed record TrendAnswer : Answer
{
    /// <summary>The day, yyyyMMdd.</summary>
    /// <example>"20170412"</example>
    public required string Day { get; init; }

    /// <summary>minute or hour.</summary>
    /// <example>minute</example>
    public required string By { get; init; }

    /// <summary>Ascending; buckets without orders are absent.</summary>
    public required IReadOnlyList<Point> Points { get; init; }
}

/// <summary>The orders of a province.</summary>
internal sealed record ProvinceOrders : Orders
{
    /// <summary>The province's code; other stands for all unknown codes beyond the bound.</summary>
    /// <example>"200"</example>
    public required string Code { get; init; }

    /// <summary>Chinese name; absent for a code that the table of provinces does not have.</summary>
    /// <example>广东</example>
    public string? Name { get; init; }

    /// <summary>English name; absent for a code that the table of provinces does not have.</summary>
    /// <example>Guangdong</example>
    public string? NameEn { get; init; }
}

/// <summary>A day's orders by province.</summary>
internal sealed record ProvincesAnswer : Answer
{
    /// <summary>The day, yyyyMMdd.</summary>
    /// <example>"20170412"</example>
    public required string Day { get; init; }

    /// <summary>The provinces that have orders, most failed first, then by code.</summary>
    public required IReadOnlyList<ProvinceOrders> Provinces { get; init; }
}

/// <summary>A day's orders of one province.</summary>
internal sealed record ProvinceAnswer : Answer
{
    /// <summary>The day, yyyyMMdd.</summary>
    /// <example>"20170412"</example>
    public required string Day { get; init; }

    /// <summary>The province's code; other stands for all unknown codes beyond the bound.</summary>
    /// <example>"200"</example>
    public required string Code { get; init; }

    /// <summary>Chinese name; absent for a code that the table of provinces does not have.</summary>
    /// <example>广东</example>
    public string? Name { get; init; }

    /// <summary>English name; absent for a code that the table of provinces does not have.</summary>
    /// <example>Guangdong</example>
    public string? NameEn { get; init; }

    /// <summary>Orders.</summary>
    /// <example>5000</example>
    public required long Total { get; init; }

    /// <summary>Orders with result 0000.</summary>
    /// <example>4800</example>
    public required long Succeeded { get; init; }

    /// <summary>All other orders.</summary>
    /// <example>200</example>
    public required long Failed { get; init; }

    /// <summary>succeeded / total, 0 to 1; absent when total is 0.</summary>
    /// <example>0.96</example>
    public double? SuccessRate { get; init; }

    /// <summary>Sum over the succeeded orders, in fen; exact, and it may pass 64 bits.</summary>
    /// <example>24000000</example>
    public required UInt128 AmountFen { get; init; }

    /// <summary>The hours that have orders, ascending.</summary>
    public required IReadOnlyList<Point> Hours { get; init; }
}

/// <summary>A day's orders by gateway, channel or result.</summary>
internal sealed record BreakdownAnswer : Answer
{
    /// <summary>The day, yyyyMMdd.</summary>
    /// <example>"20170412"</example>
    public required string Day { get; init; }

    /// <summary>gateway, channel or result.</summary>
    /// <example>gateway</example>
    public required string By { get; init; }

    /// <summary>Most failed first, then by key.</summary>
    public required IReadOnlyList<BreakdownItem> Items { get; init; }
}

/// <summary>The orders of one key of a breakdown.</summary>
internal sealed record BreakdownItem : Orders
{
    /// <summary>The key; unknown where a line has none, other for all keys beyond the bound.</summary>
    /// <example>WXPAY</example>
    public required string Key { get; init; }
}
