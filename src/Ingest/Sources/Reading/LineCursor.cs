namespace RechargeMonitor.Ingest.Sources.Reading;

/// <summary>
/// How far a log was cut into lines. <see cref="Position"/> moves by whole lines only; within a line that is longer than
/// any that counts, <see cref="ScannedTo"/> runs ahead of it, so that nothing is scanned twice and nothing of it is kept.
/// </summary>
internal sealed class LineCursor
{
    public LineCursor(long position) => MoveTo(position);

    /// <summary>Everything below was handed over.</summary>
    public long Position { get; private set; }

    /// <summary>Where the next read begins.</summary>
    public long ScannedTo { get; private set; }

    /// <summary>The first byte of the long line that is being scanned, or -1.</summary>
    public long LongLineStart { get; private set; }

    /// <summary>The first byte of the long line that is not white space, or -1 as long as there is none.</summary>
    public long FirstNonBlank { get; set; }

    /// <summary>The hash of the bytes before <see cref="ScannedTo"/>, as many as <see cref="LineReader.TailBytes"/> says; absent when they were not read.</summary>
    public UInt128? Tail { get; set; }

    public bool InLongLine => LongLineStart >= 0;

    /// <summary>Goes on at a line's first byte, or behind a last line that had no ending yet.</summary>
    public void MoveTo(long position)
    {
        (Position, ScannedTo) = (position, position);
        (LongLineStart, FirstNonBlank) = (-1, -1);
        Tail = null;
    }

    public void BeginLongLine(long start) => LongLineStart = start;

    public void ScanTo(long offset, UInt128 tail) => (ScannedTo, Tail) = (offset, tail);
}
