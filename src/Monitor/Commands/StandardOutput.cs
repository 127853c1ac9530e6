using Microsoft.Win32.SafeHandles;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>Nobody reads standard output any more, as behind <c>| head</c>: a command ends quietly.</summary>
internal sealed class ClosedOutputException(Exception inner) : Exception("nobody reads the output any more", inner);

/// <summary>
/// Standard output for results. The console's own stream swallows the error of a closed pipe, so a writer would never
/// learn that nobody reads any more.
/// </summary>
internal sealed class StandardOutput : Stream
{
    private readonly Stream stream = OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (IOException fault) when (IsClosedPipe(fault))
        {
            throw new ClosedOutputException(fault);
        }
        catch (IOException fault)
        {
            throw new FaultException($"standard output: cannot be written: {fault.Message}", fault);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // Writing to a file by its handle leaves the shell's own position behind; asking for the handle brings it along.
        if (stream is FileStream { CanSeek: true } file)
            _ = file.SafeFileHandle;
        stream.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>EPIPE, and ERROR_BROKEN_PIPE and ERROR_NO_DATA of Windows.</summary>
    private static bool IsClosedPipe(IOException fault) =>
        fault.HResult is 32 or unchecked((int)0x8007006D) or unchecked((int)0x800700E8);
}
