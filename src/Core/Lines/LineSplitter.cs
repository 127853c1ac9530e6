namespace RechargeMonitor.Core.Lines;

/// <summary>
/// Cuts a run of bytes into lines. A line ends in LF or CRLF; its bytes are given without that ending. What comes
/// after the last LF is not a line yet: the caller reads on from <see cref="Consumed"/>.
/// </summary>
/// <remarks>It holds no state between runs, so a reader that starts again at any line's first byte cuts the same lines.</remarks>
public ref struct LineSplitter
{
    /// <summary>The longest line that can be counted, in bytes without its ending. Longer ones are rejected.</summary>
    public const int MaxLineBytes = 64 * 1024;

    private readonly ReadOnlySpan<byte> bytes;

    /// <param name="bytes">Bytes that begin at the first byte of a line.</param>
    public LineSplitter(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    /// <summary>How many bytes the lines given so far take up, endings included.</summary>
    public int Consumed { get; private set; }

    /// <summary>The next whole line, or <see langword="false"/> when no further LF is there.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        var rest = bytes[Consumed..];
        var length = rest.IndexOf((byte)'\n');
        if (length < 0)
        {
            line = default;
            return false;
        }

        Consumed += length + 1;
        line = TrimEnding(rest[..length]);
        return true;
    }

    /// <summary>A line without the CR that may stand before its LF.</summary>
    public static ReadOnlySpan<byte> TrimEnding(ReadOnlySpan<byte> line) =>
        line.Length > 0 && line[^1] == (byte)'\r' ? line[..^1] : line;

    /// <summary>A file's first line without the byte order mark that some editors put before it.</summary>
    public static ReadOnlySpan<byte> TrimByteOrderMark(ReadOnlySpan<byte> line) =>
        line.StartsWith("\uFEFF"u8) ? line[3..] : line;
}
