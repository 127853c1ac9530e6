using Microsoft.Win32.SafeHandles;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>
/// What the file system says of a file. A path and an open handle of which it says the same are the same file: the
/// nearest thing to an inode number that every platform has.
/// </summary>
/// <param name="Length">In bytes.</param>
/// <param name="WrittenTicks">When it was last written, UTC.</param>
/// <param name="CreatedTicks">When it was created, as far as the platform knows, UTC.</param>
public readonly record struct FileStat(long Length, long WrittenTicks, long CreatedTicks)
{
    internal static FileStat Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc.Ticks, file.CreationTimeUtc.Ticks);

    internal static FileStat Of(SafeFileHandle handle) =>
        new(RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle).Ticks, File.GetCreationTimeUtc(handle).Ticks);
}
