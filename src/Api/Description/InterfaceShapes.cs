namespace RechargeMonitor.Api.Description;

/// <summary>How the interface of a service did in a day.</summary>
internal sealed record InterfaceFigures
{
    /// <summary>The service's name.</summary>
    /// <example>sendRechargeReq</example>
    public required string Service { get; init; }

    /// <summary>Its calls.</summary>
    /// <example>5000</example>
    public required long Calls { get; init; }

    /// <summary>Calls whose interface result is there and is not 0000.</summary>
    /// <example>12</example>
    public required long Failed { get; init; }

    /// <summary>Calls without an interface result.</summary>
    /// <example>3</example>
    public required long WithoutResult { get; init; }

    /// <summary>failed / calls, 0 to 1; absent when there are no calls.</summary>
    /// <example>0.0024</example>
    public double? FailureRate { get; init; }

    /// <summary>Calls by interface result; other for all codes beyond the bound.</summary>
    public required IReadOnlyDictionary<string, long> Codes { get; init; }

    /// <summary>From the request's start to its end, where a line has both.</summary>
    public required Durations Latency { get; init; }
}

/// <summary>A day's interface figures.</summary>
internal sealed record InterfacesAnswer : Answer
{
    /// <summary>The day, yyyyMMdd.</summary>
    /// <example>"20170412"</example>
    public required string Day { get; init; }

    /// <summary>The five services in the order of an order's steps.</summary>
    public required IReadOnlyList<InterfaceFigures> Interfaces { get; init; }
}

/// <summary>What a service's interface did in one minute.</summary>
internal sealed record InterfaceMinute
{
    /// <summary>The minute in China Standard Time: yyyyMMddHHmm.</summary>
    /// <example>"201704120301"</example>
    public required string At { get; init; }

    /// <summary>Calls.</summary>
    /// <example>50</example>
    public required long Calls { get; init; }

    /// <summary>Calls whose interface result is there and is not 0000.</summary>
    /// <example>1</example>
    public required long Failed { get; init; }

    /// <summary>Calls without an interface result.</summary>
    /// <example>0</example>
    public required long WithoutResult { get; init; }
}

/// <summary>A day's interface figures of one service.</summary>
internal sealed record InterfaceAnswer : Answer
{
    /// <summary>The day, yyyyMMdd.</summary>
    /// <example>"20170412"</example>
    public required string Day { get; init; }

    /// <summary>The service's name.</summary>
    /// <example>sendRechargeReq</example>
    public required string Service { get; init; }

    /// <summary>Its calls in the whole day.</summary>
    /// <example>5000</example>
    public required long Calls { get; init; }

    /// <summary>Calls whose interface result is there and is not 0000.</summary>
    /// <example>12</example>
    public required long Failed { get; init; }

    /// <summary>Calls without an interface result.</summary>
    /// <example>3</example>
    public required long WithoutResult { get; init; }

    /// <summary>failed / calls, 0 to 1; absent when there are no calls.</summary>
    /// <example>0.0024</example>
    public double? FailureRate { get; init; }

    /// <summary>Calls by interface result; other for all codes beyond the bound.</summary>
    public required IReadOnlyDictionary<string, long> Codes { get; init; }

    /// <summary>From the request's start to its end, where a line has both.</summary>
    public required Durations Latency { get; init; }

    /// <summary>The minutes from from to to in which it was called, ascending.</summary>
    public required IReadOnlyList<InterfaceMinute> Minutes { get; init; }
}
