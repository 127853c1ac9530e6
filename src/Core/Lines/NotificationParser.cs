using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Lines;

/// <summary>
/// Reads one log line. It allocates nothing per line and never throws on bad input; what it answers is a function of the
/// line's bytes alone. One parser serves one thread.
/// </summary>
/// <remarks>
/// What is called for each line, here and in the tallies, asks to be compiled fully at its first call. Otherwise it is first
/// taken from what was compiled ahead, then counted, and compiled while it is already needed most.
/// </remarks>
public sealed class NotificationParser
{
    private const int MaxDurationMs = (int)ChinaTime.MsPerDay;

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n\v\f"u8);

    // A line of its own, with an ending and the room that the walker needs behind it.
    private readonly byte[] copy = new byte[LineSplitter.MaxLineBytes + 1 + LineWalker.RoomBytes];

    // Decoded texts of one line: together never longer than the line.
    private readonly byte[] scratch = new byte[LineSplitter.MaxLineBytes];
    private readonly LineWalker walker = new();
    private TimeReader times;
    private int scratchUsed;

    /// <summary>Reads a line that has no line ending.</summary>
    /// <param name="line">The line's bytes.</param>
    /// <param name="notification">What it says, when it is counted. It is valid until the next call.</param>
    /// <param name="reason">Why it was rejected, otherwise <see cref="RejectReason.None"/>.</param>
    public LineOutcome Parse(ReadOnlySpan<byte> line, out Notification notification, out RejectReason reason)
    {
        notification = default;
        if (IsBlank(line))
        {
            reason = RejectReason.None;
            return LineOutcome.Blank;
        }

        if (line.Length > LineSplitter.MaxLineBytes)
        {
            reason = RejectReason.TooLong;
            return LineOutcome.Rejected;
        }

        line.CopyTo(copy);
        copy[line.Length] = (byte)'\n';
        reason = walker.Walk(copy.AsSpan(0, line.Length + 1 + LineWalker.RoomBytes), line.Length, out _) == WalkResult.IsObject
            ? Interpret(copy, ref notification)
            : WhyNoObject(line);
        return Outcome(reason, notification);
    }

    /// <summary>Reads the first line of a run of lines, whose end it finds in passing.</summary>
    /// <param name="run">Bytes that begin at the first byte of a line.</param>
    /// <param name="line">The line's bytes without its ending.</param>
    /// <param name="consumed">How many bytes the line and its ending take.</param>
    /// <param name="notification">What it says, when it is counted. It is valid until the next call.</param>
    /// <param name="reason">Why it was rejected, otherwise <see cref="RejectReason.None"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public LineOutcome ParseFirst(
        ReadOnlySpan<byte> run, out ReadOnlySpan<byte> line, out int consumed, out Notification notification, out RejectReason reason)
    {
        if (walker.Walk(run, lineEnd: -1, out consumed) != WalkResult.IsObject || consumed > LineSplitter.MaxLineBytes)
        {
            var ending = run.IndexOf((byte)'\n');
            consumed = ending < 0 ? run.Length : ending + 1;
            line = ending < 0 ? run : LineSplitter.TrimEnding(run[..ending]);
            return Parse(line, out notification, out reason);
        }

        line = LineSplitter.TrimEnding(run[..(consumed - 1)]);
        notification = default;
        reason = Interpret(run, ref notification);
        return Outcome(reason, notification);
    }

    /// <summary>Whether a line is nothing but white space, however long it is.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IsEmpty || (line[0] <= ' ' && !line.ContainsAnyExcept(WhiteSpace));

    private static RejectReason WhyNoObject(ReadOnlySpan<byte> line) =>
        Utf8.IsValid(line) ? RejectReason.NotAnObject : RejectReason.NotUtf8;

    private static LineOutcome Outcome(RejectReason reason, in Notification notification) =>
        reason != RejectReason.None ? LineOutcome.Rejected
        : notification.Service < 0 ? LineOutcome.Other : LineOutcome.Counted;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private RejectReason Interpret(ReadOnlySpan<byte> line, ref Notification notification)
    {
        scratchUsed = 0;
        var serviceName = Text(line, walker[JsonField.ServiceName]);
        if (serviceName.IsEmpty)
            return RejectReason.ServiceName;
        if (!Services.TryParse(serviceName, out notification.Service))
            return RejectReason.None;

        if (!times.TryRead(Text(line, walker[JsonField.RequestId]), out var start))
            return RejectReason.RequestId;
        notification.Day = ChinaTime.Day(start);
        notification.MinuteOfDay = ChinaTime.MinuteOfDay(start);

        var result = Text(line, walker[JsonField.BusinessResult]);
        if (result.IsEmpty)
            return RejectReason.BusinessResult;
        notification.Succeeded = result.SequenceEqual("0000"u8);

        if (notification.IsOrder)
        {
            var reason = InterpretOrder(line, result, ref notification);
            if (reason != RejectReason.None)
                return reason;
        }

        var interfaceResult = Text(line, walker[JsonField.InterfaceResult]);
        notification.InterfaceFailed = !interfaceResult.IsEmpty && !interfaceResult.SequenceEqual("0000"u8);
        notification.InterfaceResult = BoundedKey.Limit(interfaceResult);

        if (notification.Succeeded && notification.Service is Service.ReChargeNotifyReq or Service.PayNotifyReq)
        {
            notification.DurationMs = TryTime(line, walker[JsonField.NotifyTime], out var notified)
                ? Duration(start, notified) : Notification.WithoutDuration;
        }

        notification.LatencyMs =
            TryTime(line, walker[JsonField.StartTime], out var begin) && TryTime(line, walker[JsonField.EndTime], out var end)
                ? Duration(begin, end) : Notification.NotMeasured;
        return RejectReason.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private RejectReason InterpretOrder(ReadOnlySpan<byte> line, ReadOnlySpan<byte> result, ref Notification notification)
    {
        if (!ProvinceCode.TryParse(Text(line, walker[JsonField.ProvinceCode]), out notification.Province))
            return RejectReason.ProvinceCode;
        if (notification.Succeeded && !TryAmount(Text(line, walker[JsonField.ChargeFee]), out notification.AmountFen))
            return RejectReason.ChargeFee;

        notification.Result = BoundedKey.Limit(result);
        notification.Gateway = Key(Text(line, walker[JsonField.Gateway]));
        notification.Channel = Key(Text(line, walker[JsonField.Channel]));
        return RejectReason.None;
    }

    /// <summary>A field's text with its escapes decoded; empty when it is absent, empty or no text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Text(ReadOnlySpan<byte> line, JsonText text)
    {
        var bytes = line.Slice(text.Start, text.Length);
        return text.IsEscaped ? Unescape(bytes) : bytes;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> bytes)
    {
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
        return text.Length == ChinaTime.Digits && times.TryRead(text, out milliseconds);
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
