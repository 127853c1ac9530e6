using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace RechargeMonitor.Ingest.Sources.Spool;

/// <summary>
/// Appends bytes to a spool, in any pieces. A segment ends only behind a line, unless a single line is longer than a
/// segment. One writer at a time; its lock ends with its process.
/// </summary>
public sealed class SpoolWriter : IDisposable
{
    /// <summary>
    /// How far the offset jumps when what is there ends before what was counted. Targets may have counted more than was
    /// committed, and an offset that they have counted must not name another line: this is far more than can be in flight.
    /// </summary>
    private const long SkipBytes = 1L << 30;

    private readonly SpoolOptions options;
    private readonly ILogger logger;
    private readonly byte[] buffer;
    private readonly FileStream locked;
    private SafeFileHandle segment;
    private long baseOffset;
    private long written;
    private int buffered;
    private long lineStart;

    /// <summary>Opens a spool to go on behind what is there.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="committed">What is counted already of this spool's partition; the offset goes on behind it even where all segments are gone.</param>
    /// <param name="logger">For what the operator must know.</param>
    /// <exception cref="SpoolException">The folder cannot be written, or another writer has it.</exception>
    public SpoolWriter(SpoolOptions options, long committed, ILogger<SpoolWriter> logger)
    {
        (this.options, this.logger) = (options, logger);
        buffer = new byte[Math.Max(1, options.BufferBytes)];
        try
        {
            Directory.CreateDirectory(options.Folder);
            locked = new FileStream(Path.Combine(options.Folder, "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SpoolException($"spool {options.Folder} cannot be written, or another process writes it: {exception.Message}", exception);
        }

        try
        {
            segment = OpenLast(committed);
        }
        catch (Exception exception)
        {
            locked.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
                throw new SpoolException($"spool {options.Folder} cannot be written: {exception.Message}", exception);
            throw;
        }
    }

    /// <summary>The offset of the next byte.</summary>
    public long Position => baseOffset + written + buffered;

    /// <summary>How much was appended and is not written yet.</summary>
    public int BufferedBytes => buffered;

    /// <summary>
    /// Appends bytes. Where that fails, <see cref="Position"/> says how many were taken, and the rest may be appended again.
    /// Readers see them after <see cref="Flush"/>, or earlier.
    /// </summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var length = RunLength(bytes);
            if (length == 0)
            {
                Roll();
                continue;
            }

            Write(bytes[..length]);
            bytes = bytes[length..];
        }
    }

    /// <summary>Makes all that was appended visible to readers, and on request proof against a power cut.</summary>
    public void Flush(bool toDisk = false)
    {
        WriteOut();
        if (toDisk)
            RandomAccess.FlushToDisk(segment);
    }

    /// <summary>Ends the last line, if it has no ending, and makes all of it proof against a power cut.</summary>
    public void Complete()
    {
        // It is ahead where an ending was to be written and could not be.
        if (lineStart != Position)
            Write("\n"u8);
        Flush(toDisk: true);
    }

    /// <summary>Completes the spool and closes it. Where it cannot be written, what is missing in it is said.</summary>
    public void Dispose()
    {
        if (segment.IsClosed)
            return;
        try
        {
            Complete();
        }
        catch (IOException exception)
        {
            logger.SpoolIncomplete(options.Folder, buffered, exception.Message);
        }
        finally
        {
            segment.Dispose();
            locked.Dispose();
        }
    }

    /// <summary>How many bytes may go into this segment before it is asked again; 0 when it ends here.</summary>
    private int RunLength(ReadOnlySpan<byte> bytes)
    {
        var length = Position - baseOffset;
        if (length < options.SegmentBytes)
            return (int)Math.Min(bytes.Length, options.SegmentBytes - length);

        // The segment is full: the line that is being written may still end in it, unless it fills one alone.
        var lineBytes = Position - Math.Max(lineStart, baseOffset);
        if (lineBytes == 0 || lineBytes >= options.SegmentBytes)
            return 0;
        var ending = bytes.IndexOf((byte)'\n');
        return (int)Math.Min(ending < 0 ? bytes.Length : ending + 1, options.SegmentBytes - lineBytes);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        var ending = bytes.LastIndexOf((byte)'\n');
        if (ending >= 0)
            lineStart = Position + ending + 1;
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, buffer.Length - buffered)];
            part.CopyTo(buffer.AsSpan(buffered));
            buffered += part.Length;
            bytes = bytes[part.Length..];
            if (buffered == buffer.Length)
                WriteOut();
        }
    }

    private void WriteOut()
    {
        if (buffered == 0)
            return;
        RandomAccess.Write(segment, buffer.AsSpan(0, buffered), written);
        written += buffered;
        buffered = 0;
    }

    private void Roll()
    {
        Flush(toDisk: true);
        var next = OpenSegment(Position);
        segment.Dispose();
        segment = next;
        (baseOffset, written) = (Position, 0);
    }

    private SafeFileHandle OpenSegment(long offset) =>
        File.OpenHandle(SpoolSegments.PathOf(options.Folder, offset), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private SafeFileHandle OpenLast(long committed)
    {
        var bases = SpoolSegments.List(options.Folder);
        baseOffset = bases.Count > 0 ? bases[^1] : 0;
        var last = OpenSegment(baseOffset);
        try
        {
            written = RandomAccess.GetLength(last);
            if (EndsInLine(last, bases))
            {
                RandomAccess.Write(last, "\n"u8, written++);
                logger.LineTorn(SpoolSegments.PathOf(options.Folder, baseOffset), Position);
            }

            if (Position < committed)
                last = SkipTo(committed + SkipBytes, committed, last, isEmpty: bases.Count == 0);
            lineStart = Position;
            return last;
        }
        catch
        {
            last.Dispose();
            throw;
        }
    }

    /// <summary>Whether the last byte of all is not an LF. It stands in the segment before where a long line was just divided.</summary>
    private bool EndsInLine(SafeFileHandle last, List<long> bases)
    {
        var lastByte = new byte[1];
        if (written > 0)
            return RandomAccess.Read(last, lastByte, written - 1) == 1 && lastByte[0] != '\n';
        if (bases.Count < 2)
            return false;
        using var previous = OpenSegment(bases[^2]);
        var length = RandomAccess.GetLength(previous);
        return length > 0 && bases[^2] + length == baseOffset
            && RandomAccess.Read(previous, lastByte, length - 1) == 1 && lastByte[0] != '\n';
    }

    private SafeFileHandle SkipTo(long offset, long committed, SafeFileHandle last, bool isEmpty)
    {
        logger.SpoolSkipped(options.Folder, Position, committed, offset);
        var next = OpenSegment(offset);
        last.Dispose();
        if (isEmpty)
            File.Delete(SpoolSegments.PathOf(options.Folder, baseOffset));
        (baseOffset, written) = (offset, 0);
        return next;
    }
}
