using System.Diagnostics;
using Xunit;

namespace RechargeMonitor.Servers;

/// <summary>A file system of its own, so small that a test can fill it. It is gone after the test.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const int ChunkBytes = 4096;

    private readonly TemporaryFolder folder = new();
    private readonly string ballast;

    private SmallDisk()
    {
        Path = folder["disk"];
        ballast = System.IO.Path.Combine(Path, "ballast");
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>Mounts it; skips the test where that is not allowed.</summary>
    public static async Task<SmallDisk> MountAsync(int mebibytes)
    {
        var disk = await TryMountAsync(mebibytes);
        Assert.SkipWhen(disk is null, "a small disk is mounted by root on Linux only, and where the system lets it");
        return disk;
    }

    /// <summary>Mounts it; nothing where that is not allowed.</summary>
    public static async Task<SmallDisk?> TryMountAsync(int mebibytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return null;
        var disk = new SmallDisk();
        var (code, _) = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", disk.Path);
        if (code == 0)
            return disk;
        disk.folder.Dispose();
        return null;
    }

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        var chunk = new byte[ChunkBytes];
        try
        {
            using var file = new FileStream(ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
                file.Write(chunk);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(ballast);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var (code, error) = await RunAsync("umount", Path);
        Assert.True(code == 0, error);
        folder.Dispose();
    }

    private static async Task<(int Code, string Error)> RunAsync(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
