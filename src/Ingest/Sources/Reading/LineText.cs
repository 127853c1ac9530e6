using System.Buffers;
using System.Text.Json;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Ingest.Sources.Reading;

/// <summary>What must be known about a line's text to cut a log into lines.</summary>
internal static class LineText
{
    /// <summary>What is handed over of a line that is too long: enough for the sink to see that it is.</summary>
    public const int SampleBytes = LineSplitter.MaxLineBytes + 1;

    /// <summary>The parser's white space.</summary>
    public static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n\v\f"u8);

    /// <summary>
    /// The part of a line that is handed over: all of it, or of one that is too long a sample in which a byte stands
    /// that is not white space, or nothing when there is no such byte. It is a function of the line alone.
    /// </summary>
    public static ReadOnlySpan<byte> Bounded(ReadOnlySpan<byte> line)
    {
        if (line.Length <= LineSplitter.MaxLineBytes)
            return line;
        var firstNonBlank = line.IndexOfAnyExcept(WhiteSpace);
        return firstNonBlank < 0 ? [] : line.Slice((int)SampleStart(0, firstNonBlank), SampleBytes);
    }

    /// <summary>Where the sample of a long line begins: as early as it can and still reach the first byte that is not white space.</summary>
    public static long SampleStart(long lineStart, long firstNonBlank) => Math.Max(lineStart, firstNonBlank - LineSplitter.MaxLineBytes);

    /// <summary>
    /// How many bytes of white space up to an LF stand in front. Behind a line that was handed over without its ending
    /// they are that ending, in however many pieces it comes. -1 as long as only white space is there.
    /// </summary>
    public static int LateEnding(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOf((byte)'\n') + 1;
        var blank = bytes.IndexOfAnyExcept(WhiteSpace);
        if (blank < 0 && length == 0)
            return -1;
        return length > 0 && (blank < 0 || blank >= length) ? length : 0;
    }

    /// <summary>Whether the bytes are one JSON object and nothing else but white space.</summary>
    public static bool IsWholeObject(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
