using System.Buffers;
using System.Text.Unicode;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Lines;

/// <summary>
/// Reads one log line. It allocates nothing per line and never throws on bad input; what it answers is a function of the
/// line's bytes alone. One parser serves one thread.
/// </summary>
public sealed class NotificationParser
{
    private const int MaxDurationMs = (int)ChinaTime.MsPerDay;

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n\v\f"u8);

    // Decoded texts of one line: together never longer than the line.
    private readonly byte[] scratch = new byte[LineSplitter.MaxLineBytes];
    private readonly int[] quotes = new int[PlainLine.ScratchLength];
    private int scratchUsed;

    /// <summary>Reads a line that has no line ending.</summary>
    /// <param name="line">The line's bytes.</param>
    /// <param name="notification">What it says, when it is counted. It is valid until the next call.</param>
    /// <param name="reason">Why it was rejected, otherwise <see cref="RejectReason.None"/>.</param>
    public LineOutcome Parse(ReadOnlySpan<byte> line, out Notification notification, out RejectReason reason)
    {
        notification = default;
        reason = RejectReason.None;
        if (IsBlank(line))
            return LineOutcome.Blank;

        reason = line.Length > LineSplitter.MaxLineBytes ? RejectReason.TooLong : Read(line, ref notification);
        return reason != RejectReason.None ? LineOutcome.Rejected
            : notification.Service < 0 ? LineOutcome.Other : LineOutcome.Counted;
    }

    /// <summary>Whether a line is nothing but white space, however long it is.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IsEmpty || (line[0] <= ' ' && !line.ContainsAnyExcept(WhiteSpace));

    private RejectReason Read(ReadOnlySpan<byte> line, ref Notification notification)
    {
        if (!Utf8.IsValid(line))
            return RejectReason.NotUtf8;

        scratchUsed = 0;
        Span<JsonText> fields = stackalloc JsonText[(int)JsonField.Count];
        var isObject = PlainLine.TryFields(line, quotes, fields) || TryFields(line, fields);
        return isObject ? Interpret(line, fields, ref notification) : RejectReason.NotAnObject;
    }

    /// <summary>Finds the fields' texts. False when the line is not one JSON object.</summary>
    private bool TryFields(ReadOnlySpan<byte> line, scoped Span<JsonText> fields)
    {
        var scanner = new JsonScanner(line);
        scanner.SkipWhiteSpace();
        if (!scanner.TryTake((byte)'{'))
            return false;
        scanner.SkipWhiteSpace();
        if (!scanner.TryTake((byte)'}'))
        {
            do
            {
                scanner.SkipWhiteSpace();
                if (!scanner.TryString(out var name))
                    return false;
                scanner.SkipWhiteSpace();
                if (!scanner.TryTake((byte)':'))
                    return false;
                scanner.SkipWhiteSpace();
                if (!scanner.TryValue(out var value))
                    return false;

                // The last of several members of one name counts.
                var field = Find(line, name);
                if (field != JsonField.None)
                    fields[(int)field] = value;
                scanner.SkipWhiteSpace();
            }
            while (scanner.TryTake((byte)','));

            if (!scanner.TryTake((byte)'}'))
                return false;
        }

        scanner.SkipWhiteSpace();
        return scanner.AtEnd;
    }

    private JsonField Find(ReadOnlySpan<byte> line, JsonText name)
    {
        var bytes = line.Slice(name.Start, name.Length);
        return JsonFields.Find(name.IsEscaped ? scratch.AsSpan(0, JsonUnescape.Decode(bytes, scratch)) : bytes);
    }

    private RejectReason Interpret(ReadOnlySpan<byte> line, scoped ReadOnlySpan<JsonText> fields, ref Notification notification)
    {
        var serviceName = Text(line, fields[(int)JsonField.ServiceName]);
        if (serviceName.IsEmpty)
            return RejectReason.ServiceName;
        if (!Services.TryParse(serviceName, out notification.Service))
            return RejectReason.None;

        if (!ChinaTime.TryParse(Text(line, fields[(int)JsonField.RequestId]), out var start))
            return RejectReason.RequestId;
        notification.Day = ChinaTime.Day(start);
        notification.MinuteOfDay = ChinaTime.MinuteOfDay(start);

        var result = Text(line, fields[(int)JsonField.BusinessResult]);
        if (result.IsEmpty)
            return RejectReason.BusinessResult;
        notification.Succeeded = result.SequenceEqual("0000"u8);

        if (notification.IsOrder)
        {
            var reason = InterpretOrder(line, fields, result, ref notification);
            if (reason != RejectReason.None)
                return reason;
        }

        var interfaceResult = Text(line, fields[(int)JsonField.InterfaceResult]);
        notification.InterfaceFailed = !interfaceResult.IsEmpty && !interfaceResult.SequenceEqual("0000"u8);
        notification.InterfaceResult = BoundedKey.Limit(interfaceResult);

        if (notification.Succeeded && notification.Service is Service.ReChargeNotifyReq or Service.PayNotifyReq)
        {
            notification.DurationMs = TryTime(line, fields[(int)JsonField.NotifyTime], out var notified)
                ? Duration(start, notified) : Notification.WithoutDuration;
        }

        notification.LatencyMs =
            TryTime(line, fields[(int)JsonField.StartTime], out var begin) && TryTime(line, fields[(int)JsonField.EndTime], out var end)
                ? Duration(begin, end) : Notification.NotMeasured;
        return RejectReason.None;
    }

    private RejectReason InterpretOrder(
        ReadOnlySpan<byte> line, scoped ReadOnlySpan<JsonText> fields, ReadOnlySpan<byte> result, ref Notification notification)
    {
        if (!ProvinceCode.TryParse(Text(line, fields[(int)JsonField.ProvinceCode]), out notification.Province))
            return RejectReason.ProvinceCode;
        if (notification.Succeeded && !TryAmount(Text(line, fields[(int)JsonField.ChargeFee]), out notification.AmountFen))
            return RejectReason.ChargeFee;

        notification.Result = BoundedKey.Limit(result);
        notification.Gateway = Key(Text(line, fields[(int)JsonField.Gateway]));
        notification.Channel = Key(Text(line, fields[(int)JsonField.Channel]));
        return RejectReason.None;
    }

    /// <summary>A field's text with its escapes decoded; empty when it is absent, empty or no text.</summary>
    private ReadOnlySpan<byte> Text(ReadOnlySpan<byte> line, JsonText text)
    {
        var bytes = line.Slice(text.Start, text.Length);
        if (!text.IsEscaped)
            return bytes;
        var decoded = scratch.AsSpan(scratchUsed);
        decoded = decoded[..JsonUnescape.Decode(bytes, decoded)];
        scratchUsed += decoded.Length;
        return decoded;
    }

    private static ReadOnlySpan<byte> Key(ReadOnlySpan<byte> text) => text.IsEmpty ? Notification.Unknown : BoundedKey.Limit(text);

    private bool TryTime(ReadOnlySpan<byte> line, JsonText field, out long milliseconds)
    {
        var text = Text(line, field);
        milliseconds = 0;
        return text.Length == ChinaTime.Digits && ChinaTime.TryParse(text, out milliseconds);
    }

    private static int Duration(long start, long end) =>
        end - start is >= 0 and <= MaxDurationMs ? (int)(end - start) : Notification.WithoutDuration;

    private static bool TryAmount(ReadOnlySpan<byte> text, out long amountFen)
    {
        amountFen = 0;
        if (text.Length is 0 or > 15)
            return false;
        foreach (var digit in text)
        {
            if ((uint)(digit - '0') > 9)
                return false;
            amountFen = (amountFen * 10) + (digit - '0');
        }

        return true;
    }
}
