using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>Small reads of open files, for telling them apart.</summary>
internal static class FileBytes
{
    public static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Reads up to <paramref name="buffer"/>'s length; fewer bytes only where the file ends.</summary>
    public static int Read(SafeFileHandle handle, long offset, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }

    /// <summary>The file's first bytes, as many as fingerprints cover.</summary>
    public static byte[] ReadHead(SafeFileHandle handle)
    {
        Span<byte> buffer = stackalloc byte[FileFingerprint.MaxHeadBytes];
        return buffer[..Read(handle, 0, buffer)].ToArray();
    }

    /// <summary>The hash of <paramref name="length"/> bytes, or nothing where the file is shorter.</summary>
    public static UInt128? Hash(SafeFileHandle handle, long offset, int length)
    {
        Span<byte> buffer = stackalloc byte[FileFingerprint.MaxHeadBytes];
        return Read(handle, offset, buffer[..length]) < length ? null : XxHash128.HashToUInt128(buffer[..length]);
    }
}
