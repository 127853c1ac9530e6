namespace RechargeMonitor.Oracle;

/// <summary>All that one line says. What a line does not say, or is not asked for, is null.</summary>
public sealed record LineReading
{
    public required LineOutcome Outcome { get; init; }

    /// <summary>Why, for a rejected line.</summary>
    public RejectReason? Reason { get; init; }

    // The rest belongs to counted lines.

    /// <summary>One of <see cref="Services.InStepOrder"/>, spelled as there.</summary>
    public string? Service { get; init; }

    /// <summary>The order's start as written: 17 digits <c>yyyyMMddHHmmssSSS</c>.</summary>
    public string? Start { get; init; }

    /// <summary>The order's start in ms since the beginning of year 1, China time.</summary>
    public long StartMs { get; init; }

    /// <summary>Whether <c>bussinessRst</c> is <c>0000</c>.</summary>
    public bool Succeeded { get; init; }

    /// <summary><c>interFacRst</c>; null when absent, empty or no text.</summary>
    public string? InterFacRst { get; init; }

    /// <summary>The key that <c>interFacRst</c> is counted under, before the bound of 64 codes.</summary>
    public string? CodeKey { get; init; }

    /// <summary><c>endReqTime</c> − <c>startReqTime</c>; asked where both are there.</summary>
    public Duration Latency { get; init; }

    /// <summary><c>receiveNotifyTime</c> − start; asked of successful <c>payNotifyReq</c> lines.</summary>
    public Duration Payment { get; init; }

    // The rest belongs to orders, which are the reChargeNotifyReq lines.

    /// <summary><c>receiveNotifyTime</c> − start; asked of successful orders.</summary>
    public Duration Recharge { get; init; }

    /// <summary>The province code, 1 to 6 digits as written.</summary>
    public string? Province { get; init; }

    /// <summary><c>chargefee</c> of a successful order, in fen.</summary>
    public long? AmountFen { get; init; }

    /// <summary>The key of <c>gateway_id</c>, before the bound of 64 keys.</summary>
    public string? GatewayKey { get; init; }

    /// <summary>The key of <c>channelCode</c>, before the bound of 64 keys.</summary>
    public string? ChannelKey { get; init; }

    /// <summary>The key of <c>bussinessRst</c>, before the bound of 64 keys.</summary>
    public string? ResultKey { get; init; }

    public bool IsOrder => Service == Services.ReChargeNotifyReq;

    /// <summary><c>yyyyMMdd</c> of the order's start.</summary>
    public string Day => Start![..8];

    /// <summary><c>yyyyMMddHH</c> of the order's start.</summary>
    public string Hour => Start![..10];

    /// <summary><c>yyyyMMddHHmm</c> of the order's start.</summary>
    public string Minute => Start![..12];
}
