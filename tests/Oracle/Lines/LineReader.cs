using System.Text;

namespace RechargeMonitor.Oracle;

/// <summary>Says what becomes of one line, by the section "What happens to a line" of the domain page.</summary>
public static class LineReader
{
    private const int LongestLineBytes = 64 * 1024;
    private const string Success = "0000";

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads one line, given without the LF or CRLF that ends it.</summary>
    public static LineReading Read(ReadOnlySpan<byte> line)
    {
        if (IsBlank(line)) return new LineReading { Outcome = LineOutcome.Blank };
        if (line.Length > LongestLineBytes) return Rejected(RejectReason.TooLong);
        if (!IsUtf8(line)) return Rejected(RejectReason.NotUtf8);

        var fields = LineFields.Read(line);
        if (fields is null) return Rejected(RejectReason.NotOneJsonObject);

        var serviceName = NonEmpty(fields, "serviceName");
        if (serviceName is null) return Rejected(RejectReason.ServiceName);

        var service = Services.InStepOrder.FirstOrDefault(known => Ascii.EqualsIgnoreCase(known, serviceName));
        return service is null ? new LineReading { Outcome = LineOutcome.Other } : ReadService(service, fields);
    }

    private static LineReading ReadService(string service, IReadOnlyDictionary<string, string?> fields)
    {
        var requestId = NonEmpty(fields, "requestId");
        if (requestId is null || requestId.Length < ChinaTime.Digits) return Rejected(RejectReason.RequestId);
        var start = requestId[..ChinaTime.Digits];
        if (ChinaTime.ToMs(start) is not { } startMs) return Rejected(RejectReason.RequestId);

        var result = NonEmpty(fields, "bussinessRst");
        if (result is null) return Rejected(RejectReason.BussinessRst);

        var interFacRst = NonEmpty(fields, "interFacRst");
        var line = new LineReading
        {
            Outcome = LineOutcome.Counted,
            Service = service,
            Start = start,
            StartMs = startMs,
            Succeeded = result == Success,
            InterFacRst = interFacRst,
            CodeKey = interFacRst is null ? null : Keys.Of(interFacRst),
            Latency = ReadLatency(fields),
        };

        return service switch
        {
            Services.ReChargeNotifyReq => ReadOrder(line, result, fields),
            Services.PayNotifyReq when line.Succeeded => line with { Payment = ReadNotified(startMs, fields) },
            _ => line,
        };
    }

    private static LineReading ReadOrder(LineReading line, string result, IReadOnlyDictionary<string, string?> fields)
    {
        var province = NonEmpty(fields, "provinceCode");
        if (province is null || !IsDigits(province, atMost: 6)) return Rejected(RejectReason.ProvinceCode);

        var order = line with
        {
            Province = province,
            GatewayKey = Keys.Of(NonEmpty(fields, "gateway_id")),
            ChannelKey = Keys.Of(NonEmpty(fields, "channelCode")),
            ResultKey = Keys.Of(result),
        };
        if (!order.Succeeded) return order;

        var chargefee = NonEmpty(fields, "chargefee");
        if (chargefee is null || !IsDigits(chargefee, atMost: 15)) return Rejected(RejectReason.Chargefee);

        return order with
        {
            AmountFen = long.Parse(chargefee),
            Recharge = ReadNotified(line.StartMs, fields),
        };
    }

    private static Duration ReadNotified(long startMs, IReadOnlyDictionary<string, string?> fields) =>
        ReadTime(fields, "receiveNotifyTime") is { } notifiedMs ? Duration.Between(startMs, notifiedMs) : Duration.Without;

    private static Duration ReadLatency(IReadOnlyDictionary<string, string?> fields) =>
        ReadTime(fields, "startReqTime") is { } startMs && ReadTime(fields, "endReqTime") is { } endMs
            ? Duration.Between(startMs, endMs)
            : Duration.NotAsked;

    /// <summary>The other time fields have exactly 17 digits; anything else is as if absent.</summary>
    private static long? ReadTime(IReadOnlyDictionary<string, string?> fields, string name) =>
        NonEmpty(fields, name) is { Length: ChinaTime.Digits } text ? ChinaTime.ToMs(text) : null;

    private static LineReading Rejected(RejectReason reason) => new() { Outcome = LineOutcome.Rejected, Reason = reason };

    private static string? NonEmpty(IReadOnlyDictionary<string, string?> fields, string name)
    {
        var text = fields.GetValueOrDefault(name);
        return text is null || text.Length == 0 ? null : text;
    }

    private static bool IsDigits(string text, int atMost) =>
        text.Length >= 1 && text.Length <= atMost && text.All(char.IsAsciiDigit);

    private static bool IsBlank(ReadOnlySpan<byte> line)
    {
        foreach (var octet in line)
        {
            if (octet is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\v' or (byte)'\f')) return false;
        }

        return true;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> line)
    {
        try
        {
            s_strictUtf8.GetCharCount(line);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
