using System.IO.Hashing;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Ingest.Sources.Reading;

/// <summary>
/// Cuts logs into lines through one buffer that all of them share. A read is two steps, so that the caller can make sure
/// in between that the log is still the one that the cursor belongs to: <see cref="TryFill"/>, then one of the cuts.
/// </summary>
internal sealed class LineReader(int bufferBytes)
{
    /// <summary>How many bytes before the cursor are read again, to see that they are still the same.</summary>
    public const int TailBytes = 256;

    /// <summary>A read is not smaller, so that a line that counts always fits.</summary>
    private const int MinReadBytes = 128 * 1024;

    /// <summary>A line of which this much is there without an end is longer than counts, byte order mark and CR included.</summary>
    private const int LongLineBytes = LineSplitter.MaxLineBytes + 64;

    private readonly byte[] buffer = new byte[Math.Max(bufferBytes, MinReadBytes + TailBytes)];
    private long from;
    private int tail;
    private int wanted;
    private int filled;

    private Span<byte> Data => buffer.AsSpan(tail, filled - tail);

    private bool MayHaveMore => filled == wanted;

    /// <summary>Reads on from the cursor; <see langword="false"/> when the bytes before it are gone or are others than they were.</summary>
    public bool TryFill(LineCursor cursor, IByteLog log, int budget)
    {
        from = cursor.ScannedTo;
        tail = (int)Math.Clamp(from - log.Start, 0, TailBytes);
        wanted = tail + Math.Clamp(budget, MinReadBytes, buffer.Length - TailBytes);
        filled = 0;
        while (filled < wanted)
        {
            var read = log.Read(from - tail + filled, buffer.AsSpan(filled, wanted - filled));
            if (read == 0)
                break;
            filled += read;
        }

        return filled >= tail && (cursor.Tail is not { } expected || expected == XxHash128.HashToUInt128(buffer.AsSpan(0, tail)));
    }

    /// <summary>Hands over the whole lines that were read, up to <paramref name="budget"/> bytes but at least one.</summary>
    public ReadResult Cut(LineCursor cursor, IByteLog log, string partition, ILineSink sink, int budget)
    {
        if (cursor.InLongLine)
            return CutLongLine(cursor, log, partition, sink);
        var data = Data;
        var start = EndingBytes();
        if (start < 0 && data.Length <= LongLineBytes)
            return new ReadResult(0, false, from + data.Length);
        start = Math.Max(start, 0);

        var splitter = new LineSplitter(data[start..]);
        var offset = from + start;
        while (splitter.Consumed < budget && splitter.TryNext(out var line))
        {
            var next = from + start + splitter.Consumed;
            HandOver(sink, partition, offset, next, line);
            cursor.MoveTo(next);
            offset = next;
        }

        if (splitter.Consumed > 0)
            cursor.Tail = TailBefore(offset);
        var rest = data[(start + splitter.Consumed)..];
        if (rest.Contains((byte)'\n'))
            return new ReadResult(splitter.Consumed, true, offset);
        if (rest.Length <= LongLineBytes)
            return new ReadResult(splitter.Consumed, MayHaveMore, from + data.Length);

        cursor.BeginLongLine(offset);
        LookForText(cursor, offset, rest);
        cursor.ScanTo(from + data.Length, TailBefore(from + data.Length));
        return new ReadResult(splitter.Consumed + rest.Length, MayHaveMore, cursor.ScannedTo);
    }

    /// <summary>Hands over a last line that has no ending, if it is a whole JSON object or the caller knows that no more will come.</summary>
    public int CutUnfinished(LineCursor cursor, IByteLog log, string partition, ILineSink sink, bool final)
    {
        if (MayHaveMore)
            return 0;
        if (cursor.InLongLine)
        {
            if (!final || Data.Length > 0)
                return 0;
            HandOverLongLine(cursor, log, partition, sink, from);
            return 1;
        }

        var start = EndingBytes();
        if (start < 0 || Data[start..] is not { IsEmpty: false } data || data.Contains((byte)'\n'))
            return 0;
        var offset = from + start;
        var end = offset + data.Length;
        var line = TrimMark(offset, LineSplitter.TrimEnding(data));
        if (!final && !LineText.IsWholeObject(line))
            return 0;
        sink.Take(partition, offset, end, LineText.Bounded(line));
        cursor.MoveTo(end);
        cursor.Tail = TailBefore(end);
        return data.Length;
    }

    private ReadResult CutLongLine(LineCursor cursor, IByteLog log, string partition, ILineSink sink)
    {
        var data = Data;
        var length = data.IndexOf((byte)'\n');
        LookForText(cursor, from, length < 0 ? data : data[..length]);
        var scanned = data.Length;
        if (length >= 0)
        {
            HandOverLongLine(cursor, log, partition, sink, from + length + 1);
            return new ReadResult(length + 1, true, cursor.Position);
        }

        var more = MayHaveMore;
        cursor.ScanTo(from + scanned, TailBefore(from + scanned));
        return new ReadResult(scanned, more, cursor.ScannedTo);
    }

    private void HandOverLongLine(LineCursor cursor, IByteLog log, string partition, ILineSink sink, long next)
    {
        var offset = cursor.LongLineStart;
        var sample = Span<byte>.Empty;
        if (cursor.FirstNonBlank >= 0)
        {
            sample = buffer.AsSpan(0, LineText.SampleBytes);
            ReadExactly(log, LineText.SampleStart(TextStart(log, offset), cursor.FirstNonBlank), sample);
        }

        sink.Take(partition, offset, next, sample);
        cursor.MoveTo(next);
    }

    private static void ReadExactly(IByteLog log, long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = log.Read(offset, destination);
            if (read == 0)
                throw new EndOfStreamException($"the log ends at {offset} within a line that was already scanned");
            offset += read;
            destination = destination[read..];
        }
    }

    /// <summary>A long line's text begins behind the byte order mark, as a short line's does.</summary>
    private static long TextStart(IByteLog log, long offset)
    {
        if (offset > 0)
            return offset;
        Span<byte> mark = stackalloc byte[3];
        ReadExactly(log, 0, mark);
        return mark.Length - LineSplitter.TrimByteOrderMark(mark).Length;
    }

    private static void LookForText(LineCursor cursor, long offset, ReadOnlySpan<byte> bytes)
    {
        if (cursor.FirstNonBlank >= 0)
            return;
        var text = TrimMark(offset, bytes);
        var index = text.IndexOfAnyExcept(LineText.WhiteSpace);
        if (index >= 0)
            cursor.FirstNonBlank = offset + bytes.Length - text.Length + index;
    }

    private static void HandOver(ILineSink sink, string partition, long offset, long next, ReadOnlySpan<byte> line) =>
        sink.Take(partition, offset, next, LineText.Bounded(TrimMark(offset, line)));

    private static ReadOnlySpan<byte> TrimMark(long offset, ReadOnlySpan<byte> line) =>
        offset == 0 ? LineSplitter.TrimByteOrderMark(line) : line;

    /// <summary>The late ending of a line that was handed over without it, which belongs to no line.</summary>
    private int EndingBytes() => tail == 0 || buffer[tail - 1] == (byte)'\n' ? 0 : LineText.LateEnding(Data);

    private UInt128 TailBefore(long offset)
    {
        var end = (int)(offset - from) + tail;
        return XxHash128.HashToUInt128(buffer.AsSpan(Math.Max(0, end - TailBytes), Math.Min(end, TailBytes)));
    }
}
