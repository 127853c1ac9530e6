using System.Text;
using RechargeMonitor.Ingest.Sources.Files;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Files;

public sealed class FileFingerprintTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ToBytes_KnownFile_IsTheGoldenForm()
    {
        using var handle = Make(2000);
        var fingerprint = FileFingerprint.Of(handle, FileBytes.ReadHead(handle), 1500, 1_700_000_000_000)!;
        Assert.Equal(
            "010004a86571126e406a5ec473794e8ff4e8a0dc0500000000000000012d9c5835f2b2fd0d70d206462038afd70068e5cf8b010000",
            Convert.ToHexStringLower(fingerprint.ToBytes()));
        Assert.Equal(fingerprint, FileFingerprint.Parse(fingerprint.ToBytes()));
    }

    [Fact]
    public void Matches_OtherOrShorterFile_IsFalse()
    {
        using var handle = Make(2000);
        var fingerprint = FileFingerprint.Of(handle, FileBytes.ReadHead(handle), 1500, 0)!;
        Assert.True(fingerprint.Matches(handle, 1500));
        Assert.True(fingerprint.Matches(handle, 2000));
        Assert.False(fingerprint.Matches(handle, 2001));
        using (var shorter = Make(1499))
            Assert.False(fingerprint.Matches(shorter, 0));
        foreach (var changed in new[] { 0, 1023, 1244, 1499 })
        {
            using var other = Make(2000, changed);
            Assert.False(fingerprint.Matches(other, 1500), $"byte {changed} differs");
        }
    }

    [Fact]
    public void Parse_DamagedOrOtherVersion_IsNothing()
    {
        using var handle = Make(10);
        var bytes = FileFingerprint.Of(handle, FileBytes.ReadHead(handle), 10, 0)!.ToBytes();
        Assert.Null(FileFingerprint.Parse([]));
        Assert.Null(FileFingerprint.Parse(bytes.AsSpan(1)));
        bytes[0] = 2;
        Assert.Null(FileFingerprint.Parse(bytes));
    }

    private Microsoft.Win32.SafeHandles.SafeFileHandle Make(int length, int changed = -1)
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index % 26)))));
        if (changed >= 0)
            bytes[changed] ^= 1;
        var path = folder.At(Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, bytes);
        return FileBytes.Open(path);
    }
}
