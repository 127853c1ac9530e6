using System.IO.Compression;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>A file under way, shared by all workers.</summary>
/// <param name="file">The file.</param>
/// <param name="index">Its place among the files.</param>
internal abstract class LogReader(LogFile file, int index) : IDisposable
{
    /// <summary>The file.</summary>
    public LogFile File { get; } = file;

    /// <summary>Its place among the files.</summary>
    public int Index { get; } = index;

    /// <summary>Whether nothing of it is left to hand out.</summary>
    public abstract bool IsExhausted { get; }

    /// <summary>How many unpacked bytes of it were read.</summary>
    public abstract long PositionBytes { get; }

    /// <summary>Lets a worker count a part of the file.</summary>
    /// <param name="worker">Who counts.</param>
    /// <param name="waits">Whether to wait for another worker that reads just now.</param>
    /// <returns>False when nothing is left, or when another worker reads just now.</returns>
    public abstract bool TryCount(Worker worker, bool waits);

    public abstract void Dispose();

    /// <summary>Opens the file for reading, while others write, rename and delete it.</summary>
    protected FileStream Open()
    {
        try
        {
            return new FileStream(File.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"{File.Name}: cannot be opened: {fault.Message}", fault);
        }
    }
}

/// <summary>A plain file: every worker takes a segment of it.</summary>
internal sealed class SegmentedReader(LogFile file, int index, long segmentBytes) : LogReader(file, index)
{
    private readonly Lock opening = new();
    private readonly long segments = (file.LengthBytes + segmentBytes - 1) / segmentBytes;
    private FileStream? stream;
    private FileBytes bytes = null!;
    private long firstLine;
    private long taken;
    private long done;

    public override bool IsExhausted => Interlocked.Read(ref taken) >= segments;

    public override long PositionBytes => File.LengthBytes;

    public override bool TryCount(Worker worker, bool waits)
    {
        var segment = Interlocked.Increment(ref taken) - 1;
        if (segment >= segments)
            return false;

        OpenOnce();
        var start = Math.Max(firstLine, segment * segmentBytes);
        worker.Segment.BeginSegment(bytes, firstLine, start, Math.Min(File.LengthBytes, (segment + 1) * segmentBytes));
        while (worker.Segment.TryRead(worker.Buffer, out var block))
        {
            worker.Count(this, block);
            worker.Progress.AddBytes(block.Length);
        }

        if (Interlocked.Increment(ref done) == segments)
            Dispose();
        return true;
    }

    public override void Dispose() => stream?.Dispose();

    private void OpenOnce()
    {
        lock (opening)
        {
            if (stream is not null)
                return;
            stream = Open();
            bytes = new FileBytes(File, stream.SafeFileHandle);
            firstLine = bytes.FirstLine();
        }
    }
}

/// <summary>
/// A packed file, a pipe or standard input: one worker at a time reads and unpacks a block of it into its own buffer, and
/// counts it while the next worker reads on.
/// </summary>
internal sealed class StreamedReader(LogFile file, int index) : LogReader(file, index)
{
    private readonly Lock reading = new();
    private readonly BlockReader blocks = new();
    private volatile bool isExhausted;
    private Stream? packed;
    private Stream? unpacked;
    private long packedBytes;

    // Without it a gzip file that is cut off reads as if it were whole.
    static StreamedReader() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    public override bool IsExhausted => isExhausted;

    public override long PositionBytes => blocks.Position;

    public override bool TryCount(Worker worker, bool waits)
    {
        if (waits)
            reading.Enter();
        else if (!reading.TryEnter())
            return false;

        Block block;
        try
        {
            if (isExhausted || !TryRead(worker, out block))
                return false;
        }
        finally
        {
            reading.Exit();
        }

        worker.Count(this, block);
        return true;
    }

    public override void Dispose()
    {
        unpacked?.Dispose();
        packed?.Dispose();
    }

    private bool TryRead(Worker worker, out Block block)
    {
        if (packed is null)
        {
            packed = File.IsStandardInput ? Console.OpenStandardInput() : Open();

            // What is written to a file that was empty when it was found is not counted; a pipe never had a length.
            var isEmpty = packed.CanSeek && File.LengthBytes == 0;
            unpacked = isEmpty ? Stream.Null : Unpack(packed);
            blocks.BeginSource(new StreamBytes(File, unpacked));
        }

        var isMore = blocks.TryRead(worker.Buffer, out block);
        ReportProgress(worker, block);
        if (!isMore)
        {
            isExhausted = true;
            Dispose();
        }

        return isMore;
    }

    /// <summary>Packed files are measured by their packed bytes, whose number is known beforehand.</summary>
    private void ReportProgress(Worker worker, Block block)
    {
        if (!packed!.CanSeek)
        {
            worker.Progress.AddBytes(block.Length);
            return;
        }

        worker.Progress.AddBytes(packed.Position - packedBytes);
        packedBytes = packed.Position;
    }

    private Stream Unpack(Stream stream) => File.Packing switch
    {
        Packing.Gzip => new GZipStream(stream, CompressionMode.Decompress),
        Packing.Zstandard => new ZstdSharp.DecompressionStream(stream, bufferSize: 128 * 1024),
        _ => stream,
    };
}
