using Microsoft.Win32.SafeHandles;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>A file at a path of which it is not known yet which partition it is.</summary>
internal sealed class FoundFile : IDisposable
{
    private SafeFileHandle? handle;

    public FoundFile(string path)
    {
        Path = path;
        handle = FileBytes.Open(path);
        Stat = FileStat.Of(handle);
        Head = FileBytes.ReadHead(handle);
    }

    public string Path { get; }

    /// <summary>Taken before <see cref="Head"/> was read.</summary>
    public FileStat Stat { get; }

    public byte[] Head { get; }

    public SafeFileHandle Handle => handle ?? throw new InvalidOperationException($"{Path} was handed on");

    /// <summary>Hands the open file on to who follows it.</summary>
    public SafeFileHandle TakeHandle()
    {
        var taken = Handle;
        handle = null;
        return taken;
    }

    public void Dispose() => handle?.Dispose();
}
