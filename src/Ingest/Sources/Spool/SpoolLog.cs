using Microsoft.Win32.SafeHandles;
using RechargeMonitor.Ingest.Sources.Files;
using RechargeMonitor.Ingest.Sources.Reading;

namespace RechargeMonitor.Ingest.Sources.Spool;

/// <summary>A spool's segments, read as one run of bytes.</summary>
internal sealed class SpoolLog(string folder) : IByteLog, IDisposable
{
    private List<long> bases = [];
    private SafeFileHandle? handle;
    private long openBase = -1;

    public bool IsEmpty => bases.Count == 0;

    public long Start => bases.Count == 0 ? 0 : bases[0];

    /// <summary>Where the last segment ends now.</summary>
    public long End => bases.Count == 0 ? 0 : bases[^1] + RandomAccess.GetLength(Open(bases[^1]));

    /// <summary>Looks for segments that came and went.</summary>
    public void Refresh() => bases = SpoolSegments.List(folder);

    /// <summary>The first segment that begins behind an offset, if there is one.</summary>
    public long? NextBase(long offset)
    {
        var index = IndexOf(offset) + 1;
        return index < bases.Count ? bases[index] : null;
    }

    public int Read(long offset, Span<byte> buffer)
    {
        var read = ReadSegment(offset, buffer);
        if (read > 0 || bases.Count == 0 || bases[^1] >= offset || !File.Exists(SpoolSegments.PathOf(folder, offset)))
            return read;
        Refresh();
        return ReadSegment(offset, buffer);
    }

    /// <summary>Deletes the segments that end at or below an offset, but never the last.</summary>
    public IEnumerable<string> DeleteBelow(long offset)
    {
        while (bases.Count > 1 && bases[1] <= offset)
        {
            if (openBase == bases[0])
                Dispose();
            var path = SpoolSegments.PathOf(folder, bases[0]);
            File.Delete(path);
            bases.RemoveAt(0);
            yield return path;
        }
    }

    public void Dispose()
    {
        handle?.Dispose();
        (handle, openBase) = (null, -1);
    }

    private int ReadSegment(long offset, Span<byte> buffer)
    {
        var index = IndexOf(offset);
        return index < 0 ? 0 : RandomAccess.Read(Open(bases[index]), buffer, offset - bases[index]);
    }

    /// <summary>The last segment that begins at or below an offset, or -1.</summary>
    private int IndexOf(long offset)
    {
        var index = bases.BinarySearch(offset);
        return index >= 0 ? index : ~index - 1;
    }

    private SafeFileHandle Open(long baseOffset)
    {
        if (handle is not null && openBase == baseOffset)
            return handle;
        Dispose();
        handle = FileBytes.Open(SpoolSegments.PathOf(folder, baseOffset));
        openBase = baseOffset;
        return handle;
    }
}
