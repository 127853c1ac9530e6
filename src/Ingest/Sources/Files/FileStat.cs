using Microsoft.Win32.SafeHandles;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>
/// What the file system says of a file. A path and an open handle of which it says the same are the same file: the
/// nearest thing to an inode number that every platform has.
/// </summary>
internal readonly record struct FileStat(long Length, long WrittenTicks, long CreatedTicks)
{
    public static FileStat Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc.Ticks, file.CreationTimeUtc.Ticks);

    public static FileStat Of(SafeFileHandle handle) =>
        new(RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle).Ticks, File.GetCreationTimeUtc(handle).Ticks);
}
