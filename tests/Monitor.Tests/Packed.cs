using System.IO.Compression;

namespace RechargeMonitor.Monitor.Tests;

/// <summary>Packs bytes as log archives do.</summary>
internal static class Packed
{
    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] Zstandard(byte[] bytes)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(bytes).ToArray();
    }

    /// <summary>Two members behind each other, which read as one file.</summary>
    public static byte[] InTwo(byte[] bytes, Func<byte[], byte[]> pack) =>
        [.. pack(bytes[..(bytes.Length / 3)]), .. pack(bytes[(bytes.Length / 3)..])];
}
