using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Lines;

/// <summary>
/// What a counted line says, in the terms that the figures need. It refers to the bytes of its line or of the parser's
/// scratch, so it lives no longer than the parser's next call; it is a function of the line's bytes alone.
/// </summary>
public ref struct Notification
{
    /// <summary>A duration that cannot be computed, is negative or is above 24 h.</summary>
    public const int WithoutDuration = -1;

    /// <summary>A latency of a line that does not carry both of its times: it does not count at all.</summary>
    public const int NotMeasured = -2;

    /// <summary>The key of a breakdown whose field is absent, empty or no text.</summary>
    public static ReadOnlySpan<byte> Unknown => "unknown"u8;

    /// <summary>The call that wrote the line.</summary>
    public Service Service;

    /// <summary>The day on which the order started.</summary>
    public DateOnly Day;

    /// <summary>The minute of that day, 0 to 1439.</summary>
    public int MinuteOfDay;

    /// <summary><c>bussinessRst</c> is <c>0000</c>.</summary>
    public bool Succeeded;

    /// <summary><c>interFacRst</c> is there and is not <c>0000</c>.</summary>
    public bool InterfaceFailed;

    /// <summary><c>interFacRst</c>; empty when it is absent.</summary>
    public ReadOnlySpan<byte> InterfaceResult;

    /// <summary><c>provinceCode</c>, of orders only.</summary>
    public ProvinceCode Province;

    /// <summary><c>chargefee</c> in fen, of succeeded orders only, otherwise 0.</summary>
    public long AmountFen;

    /// <summary>Recharge or payment duration in ms, or <see cref="WithoutDuration"/>; of succeeded orders and payment notifications only.</summary>
    public int DurationMs;

    /// <summary><c>endReqTime</c> − <c>startReqTime</c> in ms, <see cref="WithoutDuration"/> or <see cref="NotMeasured"/>.</summary>
    public int LatencyMs;

    /// <summary><c>gateway_id</c> as a breakdown key, of orders only.</summary>
    public ReadOnlySpan<byte> Gateway;

    /// <summary><c>channelCode</c> as a breakdown key, of orders only.</summary>
    public ReadOnlySpan<byte> Channel;

    /// <summary><c>bussinessRst</c> as a breakdown key, of orders only.</summary>
    public ReadOnlySpan<byte> Result;

    /// <summary>Whether the line is an order, that is, a <c>reChargeNotifyReq</c>.</summary>
    public readonly bool IsOrder => Service == Service.ReChargeNotifyReq;
}
