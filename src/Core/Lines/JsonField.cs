using System.Runtime.CompilerServices;

namespace RechargeMonitor.Core.Lines;

/// <summary>The fields that the figures need; all others are only checked to be JSON.</summary>
internal enum JsonField : byte
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

    /// <summary>Any other one. Where it stands is written down like the others' places, and nobody looks.</summary>
    None,
}

/// <summary>
/// Where the text of a string or number stands in its line, in one word, because one is written for every field of every
/// line. The default value is no text.
/// </summary>
/// <param name="packed">The word.</param>
internal readonly struct JsonText(ulong packed)
{
    private const ulong EscapedBit = 1UL << 63;

    /// <param name="start">The first byte, behind the quote.</param>
    /// <param name="length">The number of bytes, up to the closing quote.</param>
    /// <param name="isEscaped">Whether an escape stands in it.</param>
    public JsonText(int start, int length, bool isEscaped)
        : this(Pack(start, length) | (isEscaped ? EscapedBit : 0))
    {
    }

    /// <summary>The word.</summary>
    public ulong Packed => packed;

    /// <summary>The first byte, behind the quote.</summary>
    public int Start => (int)packed;

    /// <summary>The number of bytes, up to the closing quote.</summary>
    public int Length => (int)(packed >> 32) & int.MaxValue;

    /// <summary>Whether an escape stands in it.</summary>
    public bool IsEscaped => (packed & EscapedBit) != 0;

    /// <summary>The word of a text without escapes.</summary>
    public static ulong Pack(int start, int length) => (uint)start | ((ulong)(uint)length << 32);
}

/// <summary>The packed <see cref="JsonText"/> of each field.</summary>
[InlineArray(JsonFields.Places)]
internal struct FieldTexts
{
    private ulong first;
}

internal static class JsonFields
{
    /// <summary>How many places for texts there are.</summary>
    public const int Places = (int)JsonField.None + 1;

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
