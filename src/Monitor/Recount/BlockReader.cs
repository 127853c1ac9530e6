using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>
/// Cuts a source, or the segment of one, into blocks that end where a line ends. A segment owns the lines that begin in
/// it: its reader skips the line that began before it, and reads its own last line to the end. Memory is two buffers,
/// however long the lines are.
/// </summary>
internal sealed class BlockReader
{
    /// <summary>The buffers' size: more than the longest line that counts, and small enough to stay in a core's cache.</summary>
    public const int BufferBytes = 256 * 1024;

    // What lies around a segment's ends is read in steps of this size; most lines are shorter.
    private const int StepBytes = 4 * 1024;

    // What was read behind the last block, up to the position.
    private readonly byte[] carry = new byte[BufferBytes];
    private int carried;
    private IByteSource source = null!;
    private long position;
    private long end;
    private bool isDone = true;

    /// <summary>How many bytes of the source were read so far.</summary>
    public long Position => position;

    /// <summary>Begins with a whole source, whose first bytes may be a byte order mark.</summary>
    public void BeginSource(IByteSource whole)
    {
        Begin(whole, 0, long.MaxValue);
        Span<byte> mark = stackalloc byte[3];
        int read;
        while (carried < mark.Length && (read = source.Read(position, mark[carried..])) > 0)
        {
            carried += read;
            position += read;
        }

        var first = LineSplitter.TrimByteOrderMark(mark[..carried]);
        first.CopyTo(carry);
        carried = first.Length;
    }

    /// <summary>Begins with the lines that begin in a segment of a source.</summary>
    /// <param name="whole">The source.</param>
    /// <param name="firstLine">Where the source's first line begins.</param>
    /// <param name="start">The segment's first byte, not before <paramref name="firstLine"/>.</param>
    /// <param name="segmentEnd">The byte behind the segment.</param>
    public void BeginSegment(IByteSource whole, long firstLine, long start, long segmentEnd)
    {
        Begin(whole, start, segmentEnd);
        if (start > firstLine)
        {
            // If the byte before the segment ends a line, the segment begins with one.
            position--;
            SkipLine();
        }
    }

    /// <summary>Reads the next block into a buffer of <see cref="BufferBytes"/>. False behind the last one.</summary>
    public bool TryRead(byte[] buffer, out Block block)
    {
        block = default;
        if (isDone)
            return false;

        carry.AsSpan(0, carried).CopyTo(buffer);
        var begin = position - carried;
        var filled = carried;
        var isMore = true;
        int length;
        while ((length = LengthOfLines(buffer.AsSpan(0, filled), begin)) == 0 && filled < buffer.Length && isMore)
            isMore = position < end ? Fill(buffer, ref filled) : Step(buffer, ref filled);

        if (length == 0 && filled == buffer.Length)
        {
            block = ReadLongLine(buffer, begin);
            return true;
        }

        if (length == 0)
            (length, isDone) = (filled, true);
        carried = filled - length;
        buffer.AsSpan(length, carried).CopyTo(carry);
        block = new Block(begin, length, BlockKind.Lines);
        return length > 0;
    }

    private void Begin(IByteSource whole, long start, long segmentEnd)
    {
        (source, position, end) = (whole, start, segmentEnd);
        (carried, isDone) = (0, start >= segmentEnd);
    }

    /// <summary>Reads until the buffer is full or the segment's end is there. False at the source's end.</summary>
    private bool Fill(byte[] buffer, ref int filled)
    {
        while (filled < buffer.Length && position < end)
        {
            var wanted = (int)Math.Min(buffer.Length - filled, end - position);
            var read = source.Read(position, buffer.AsSpan(filled, wanted));
            if (read == 0)
                return false;
            filled += read;
            position += read;
        }

        return true;
    }

    /// <summary>Reads a little more of a line that goes on behind the segment. False at the source's end.</summary>
    private bool Step(byte[] buffer, ref int filled)
    {
        var read = source.Read(position, buffer.AsSpan(filled, Math.Min(StepBytes, buffer.Length - filled)));
        filled += read;
        position += read;
        return read > 0;
    }

    /// <summary>The length of the whole lines that belong to the segment.</summary>
    private int LengthOfLines(ReadOnlySpan<byte> bytes, long begin)
    {
        if (position >= end)
        {
            // The line that holds the segment's last byte is the last one.
            var from = (int)Math.Max(0, end - 1 - begin);
            var ending = bytes[from..].IndexOf((byte)'\n');
            if (ending >= 0)
            {
                isDone = true;
                return from + ending + 1;
            }
        }

        return bytes.LastIndexOf((byte)'\n') + 1;
    }

    /// <summary>Reads to the end of a line whose beginning fills the buffer.</summary>
    private Block ReadLongLine(byte[] buffer, long begin)
    {
        var isBlank = NotificationParser.IsBlank(buffer);
        carried = 0;
        while (true)
        {
            var read = source.Read(position, carry);
            if (read == 0)
            {
                isDone = true;
                break;
            }

            position += read;
            var ending = carry.AsSpan(0, read).IndexOf((byte)'\n');
            isBlank = isBlank && NotificationParser.IsBlank(carry.AsSpan(0, ending < 0 ? read : ending));
            if (ending >= 0)
            {
                carried = read - ending - 1;
                carry.AsSpan(ending + 1, carried).CopyTo(carry);
                isDone = position - carried >= end;
                break;
            }
        }

        return new Block(begin, buffer.Length, isBlank ? BlockKind.LongBlankLine : BlockKind.TooLongLine);
    }

    private void SkipLine()
    {
        while (position < end)
        {
            var read = source.Read(position, carry.AsSpan(0, StepBytes));
            var ending = carry.AsSpan(0, read).IndexOf((byte)'\n');
            position += ending < 0 ? read : ending + 1;
            if (ending >= 0 || read == 0)
                break;
        }

        isDone = position >= end;
    }
}
