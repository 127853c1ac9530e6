using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>Gives the bytes of a log.</summary>
internal interface IByteSource
{
    /// <summary>Reads some bytes from a position on; 0 only at the end. A stream is read in order and knows its position.</summary>
    int Read(long position, Span<byte> target);
}

/// <summary>A file that is read anywhere by any thread, up to the length that it had when it was found.</summary>
internal sealed class FileBytes(LogFile file, Microsoft.Win32.SafeHandles.SafeFileHandle handle) : IByteSource
{
    public int Read(long position, Span<byte> target)
    {
        var wanted = (int)Math.Min(target.Length, file.LengthBytes - position);
        if (wanted <= 0)
            return 0;
        int read;
        try
        {
            read = RandomAccess.Read(handle, target[..wanted], position);
        }
        catch (IOException fault)
        {
            throw new FaultException($"{file.Name}: cannot be read at byte {position}: {fault.Message}", fault);
        }

        return read > 0 ? read : throw new FaultException(
            $"{file.Name}: became shorter while it was read ({file.LengthBytes} bytes, then {RandomAccess.GetLength(handle)}): count it again when nobody writes it");
    }

    /// <summary>Where the first line begins: behind the byte order mark, if there is one.</summary>
    public long FirstLine()
    {
        Span<byte> mark = stackalloc byte[3];
        var read = 0;
        int more;
        while (read < mark.Length && (more = Read(read, mark[read..])) > 0)
            read += more;
        return read - LineSplitter.TrimByteOrderMark(mark[..read]).Length;
    }
}

/// <summary>A stream that one thread at a time reads from beginning to end.</summary>
internal sealed class StreamBytes(LogFile file, Stream stream) : IByteSource
{
    public int Read(long position, Span<byte> target)
    {
        try
        {
            return stream.Read(target);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or ZstdSharp.ZstdException)
        {
            throw new FaultException(
                $"{file.Name}: damaged or cut off after {position} unpacked bytes: get a complete copy of it ({fault.Message.TrimEnd('.')})", fault);
        }
        catch (IOException fault)
        {
            throw new FaultException($"{file.Name}: cannot be read: {fault.Message}", fault);
        }
    }
}
