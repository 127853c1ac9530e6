using RechargeMonitor.Ingest.Sources.Files;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Files;

public sealed class FilePatternsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public FilePatternsTests()
    {
        foreach (var name in new[] { "a.log", "b.txt", "c.log.1", "c.log.2.gz", "d.zst", "e.tmp", ".hidden", "x/a.log", "x/y/b.log", "x/.git/c.log" })
            folder.Write(name, "x");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "a.log b.txt c.log.1 x/a.log x/y/b.log")]
    [InlineData("x", "x/a.log x/y/b.log")]
    [InlineData("a.log", "a.log")]
    [InlineData("none", "")]
    [InlineData("none/*.log", "")]
    [InlineData("*.log", "a.log")]
    [InlineData("*.log*", "a.log c.log.1")]
    [InlineData("?.log", "a.log")]
    [InlineData("**/*.log", "a.log x/a.log x/y/b.log")]
    [InlineData("**/**/*.log", "a.log x/a.log x/y/b.log")]
    [InlineData("**", "a.log b.txt c.log.1 x/a.log x/y/b.log")]
    [InlineData("*/*.log", "x/a.log")]
    [InlineData("**/y/*", "x/y/b.log")]
    public void Expand_Pattern_FindsItsFiles(string pattern, string expected)
    {
        var found = new FilePatterns([folder.At(pattern)]).Expand((path, exception) => Assert.Fail($"{path}: {exception.Message}"));
        Assert.Equal(expected, string.Join(' ', found.Keys.Select(path => Path.GetRelativePath(folder.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Expand_PackedFilesTaken_FindsThemToo()
    {
        var found = new FilePatterns([folder.Root], takesPacked: true).Expand((path, exception) => Assert.Fail($"{path}: {exception.Message}"));
        Assert.Equal(
            ["a.log", "b.txt", "c.log.1", "c.log.2.gz", "d.zst", "x/a.log", "x/y/b.log"],
            found.Keys.Select(path => Path.GetRelativePath(folder.Root, path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Expand_SeveralPatternsAndLinks_NamesEachFileOnce()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.CreateSymbolicLink(folder.At("link.log"), folder.At("a.log"));
        File.CreateSymbolicLink(folder.At("x/other.log"), folder.At("b.txt"));
        var found = new FilePatterns([folder.At("*.log"), folder.At("a.log"), folder.At("x/*.log")]).Expand((_, _) => { });
        Assert.Equal(["a.log", "x/a.log", "x/other.log"], found.Keys.Select(path => Path.GetRelativePath(folder.Root, path)).Order(StringComparer.Ordinal));
        Assert.All(found.Values, stat => Assert.Equal(1, stat.Length));
    }
}
