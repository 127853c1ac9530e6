namespace RechargeMonitor.Core.Lines;

/// <summary>The fields that the figures need; all others are only checked to be JSON.</summary>
internal enum JsonField
{
    ServiceName,
    RequestId,
    BusinessResult,
    InterfaceResult,
    ChargeFee,
    ProvinceCode,
    Gateway,
    Channel,
    NotifyTime,
    StartTime,
    EndTime,
    Count,
    None,
}

/// <summary>Where the text of a field stands in its line. The default value is no text.</summary>
internal struct JsonText
{
    /// <summary>The first byte, behind the quote.</summary>
    public int Start;

    /// <summary>The number of bytes, up to the closing quote.</summary>
    public int Length;

    /// <summary>Whether it is text at all: a string or a number.</summary>
    public bool IsText;

    /// <summary>Whether an escape stands in it.</summary>
    public bool IsEscaped;
}

internal static class JsonFields
{
    /// <summary>The field of an unescaped name; names are compared exactly.</summary>
    public static JsonField Find(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 9:
                return name.SequenceEqual("requestId"u8) ? JsonField.RequestId
                    : name.SequenceEqual("chargefee"u8) ? JsonField.ChargeFee : JsonField.None;
            case 10:
                return name.SequenceEqual("endReqTime"u8) ? JsonField.EndTime
                    : name.SequenceEqual("gateway_id"u8) ? JsonField.Gateway : JsonField.None;
            case 11:
                return name.SequenceEqual("serviceName"u8) ? JsonField.ServiceName
                    : name.SequenceEqual("interFacRst"u8) ? JsonField.InterfaceResult
                    : name.SequenceEqual("channelCode"u8) ? JsonField.Channel : JsonField.None;
            case 12:
                return name.SequenceEqual("bussinessRst"u8) ? JsonField.BusinessResult
                    : name.SequenceEqual("provinceCode"u8) ? JsonField.ProvinceCode
                    : name.SequenceEqual("startReqTime"u8) ? JsonField.StartTime : JsonField.None;
            case 17:
                return name.SequenceEqual("receiveNotifyTime"u8) ? JsonField.NotifyTime : JsonField.None;
            default:
                return JsonField.None;
        }
    }
}
