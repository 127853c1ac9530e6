namespace RechargeMonitor.Monitor.Generate;

/// <summary>A log file that is written, with faults that name it. Others may read, rename and delete it meanwhile.</summary>
internal sealed class LogFileStream : Stream
{
    private readonly string path;
    private readonly FileStream file;

    /// <param name="path">Its folder is made if it is not there.</param>
    /// <param name="appends">Whether to add to it if it exists.</param>
    /// <exception cref="FaultException">It exists, or cannot be made.</exception>
    public LogFileStream(string path, bool appends)
    {
        this.path = path;
        ThrowIfExists(path, appends);
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            file = new FileStream(path, appends ? FileMode.Append : FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"{path}: cannot be written: {fault.Message}", fault);
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="FaultException">The file exists and may not be added to.</exception>
    public static void ThrowIfExists(string path, bool appends)
    {
        if (!appends && File.Exists(path))
            throw new FaultException($"{path}: exists already: remove it, write elsewhere, or add to it with --append");
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (IOException fault)
        {
            throw new FaultException($"{path}: cannot be written, perhaps the disk is full: {fault.Message}", fault);
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
        file.Dispose();
        base.Dispose(disposing);
    }
}
