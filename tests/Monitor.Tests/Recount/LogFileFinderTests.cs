using RechargeMonitor.Monitor.Recount;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Recount;

public sealed class LogFileFinderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LogFileFinderTests()
    {
        foreach (var name in (string[])["b.log", "a.log", ".hidden.log", "host/c.log", "host/deep/d.log.gz", "host/f.tmp", ".git/e.log"])
            folder.File(name, [10]);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "a.log", "b.log", "host/c.log", "host/deep/d.log.gz")]
    [InlineData("host", "host/c.log", "host/deep/d.log.gz")]
    [InlineData("*.log", "a.log", "b.log")]
    [InlineData("?.log", "a.log", "b.log")]
    [InlineData("host/f.tmp", "host/f.tmp")]
    [InlineData("**/*.log", "a.log", "b.log", "host/c.log")]
    [InlineData("host/**/*.gz", "host/deep/d.log.gz")]
    [InlineData("h*/c.log", "host/c.log")]
    [InlineData(".*.log", ".hidden.log")]
    [InlineData(".hidden.log", ".hidden.log")]
    public void Find_Argument_FindsFilesInOrder(string argument, params string[] expected)
    {
        var files = LogFileFinder.Find([Path.Combine(folder.Path, argument)]);
        Assert.Equal(expected.Select(name => Path.Combine(folder.Path, name)), files.Select(file => file.Name));
    }

    [Theory]
    [InlineData("missing.log")]
    [InlineData("*.txt")]
    [InlineData("?.txt")]
    [InlineData("missing/*.log")]
    public void Find_Nothing_NamesTheArgument(string argument)
    {
        var path = Path.Combine(folder.Path, argument);
        Assert.StartsWith(path, Assert.Throws<FaultException>(() => LogFileFinder.Find([path])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_EmptyFolder_NamesIt()
    {
        var path = Directory.CreateDirectory(Path.Combine(folder.Path, "empty")).FullName;
        Assert.StartsWith(path, Assert.Throws<FaultException>(() => LogFileFinder.Find([path])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_StandardInputTwice_Throws() => Assert.Throws<FaultException>(() => LogFileFinder.Find(["-", "-"]));
}
