using RechargeMonitor.Api.Access;
using Xunit;

namespace RechargeMonitor.Api.Tests.Access;

public sealed class KeyFileTests : IDisposable
{
    private const string Hash = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly KeysOfTest keys = new();

    public void Dispose() => keys.Dispose();

    [Fact]
    public void Read_WhatWasWritten_FindsTheSameKeys()
    {
        var ring = new KeyRing();
        ring.Replace(KeyFile.Read(keys.File));

        Assert.Equal(("wall", AccessRole.Viewer), (ring.Find(keys.Viewer)!.Name, ring.Find(keys.Viewer)!.Role));
        Assert.Equal(("anna", AccessRole.Operator), (ring.Find(keys.Operator)!.Name, ring.Find(keys.Operator)!.Role));
    }

    [Fact]
    public void Write_Keys_HoldsNoKeyAndIsTheOwnersAlone()
    {
        var text = File.ReadAllText(keys.File);

        Assert.DoesNotContain(keys.Viewer, text, StringComparison.Ordinal);
        Assert.DoesNotContain(keys.Viewer[ApiKey.Prefix.Length..], text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keys.File));
    }

    [Fact]
    public void Find_OneLetterChanged_IsNoKey()
    {
        var ring = new KeyRing();
        ring.Replace(keys.Keys);
        for (var index = 0; index < keys.Viewer.Length; index++)
        {
            var changed = keys.Viewer.ToCharArray();
            changed[index] = changed[index] == 'A' ? 'B' : 'A';
            Assert.Null(ring.Find(changed));
        }
    }

    [Theory]
    [InlineData("wall viewer")]
    [InlineData("wall admin " + Hash + " 2026-01-01")]
    [InlineData("wa/ll viewer " + Hash + " 2026-01-01")]
    [InlineData("wall viewer " + Hash + "0 2026-01-01")]
    [InlineData("wall viewer sha256:zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef 2026-01-01")]
    [InlineData("wall viewer " + Hash + " 2026-13-01")]
    [InlineData("wall viewer " + Hash + " 2026-01-01 more")]
    public void Parse_LineThatIsNoKey_NamesIt(string line)
    {
        var fault = Assert.Throws<FormatException>(() => KeyFile.Parse($"# comment\n\n{line}\n"));
        Assert.StartsWith("line 3 is no key", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wall")]
    [InlineData("other")]
    public void Parse_NameOrHashTwice_IsRefused(string second)
    {
        var fault = Assert.Throws<FormatException>(() => KeyFile.Parse($"wall viewer {Hash} 2026-01-01\n{second} operator {Hash} 2026-01-01"));
        Assert.StartsWith("line 2 has the name or the hash", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OthersMayWriteIt_IsRefused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("there are no file modes");
        else
            File.SetUnixFileMode(keys.File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);

        Assert.Contains("chmod 600", Assert.Throws<FormatException>(() => KeyFile.Read(keys.File)).Message, StringComparison.Ordinal);
    }
}
