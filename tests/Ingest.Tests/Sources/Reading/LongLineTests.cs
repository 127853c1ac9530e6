using RechargeMonitor.Core.Lines;
using RechargeMonitor.Ingest.Tests.Sources.Files;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Reading;

public sealed class LongLineTests : IDisposable
{
    private readonly FileRig rig = new(options => options.BufferBytes = 256 * 1024, "*.log");

    public void Dispose() => rig.Dispose();

    [Theory]
    [InlineData(65_536, 65_536)]
    [InlineData(65_537, 65_537)]
    [InlineData(65_600, 65_537)]
    [InlineData(200_000, 65_537)]
    [InlineData(3_000_000, 65_537)]
    public void Poll_LineOfALength_IsGivenWholeOrCutToWhatIsTooLong(int length, int given)
    {
        rig.Folder.Write("a.log", "one\n" + new string('x', length) + "\r\ntwo\n");
        rig.Step();
        Assert.Equal(["one", new string('x', given), "two"], rig.Lines);
        Assert.Equal(4 + length + 2, rig.Log.Taken[1].Next);
    }

    [Fact]
    public void Poll_LongLineInPieces_IsTheSameAsAtOnce()
    {
        rig.Folder.Write("a.log", "one\n");
        rig.Step();
        for (var piece = 0; piece < 20; piece++)
        {
            rig.Folder.Append("a.log", new string(' ', 30_000));
            rig.Step();
        }

        rig.Folder.Append("a.log", "tail");
        rig.Step();
        Assert.Equal(["one"], rig.Lines);
        rig.Folder.Append("a.log", "\ntwo\n");
        rig.Step();
        Assert.Equal(LineSplitter.MaxLineBytes + 1, rig.Lines[1].Length);
        Assert.EndsWith("t", rig.Lines[1]);
        Assert.Equal("two", rig.Lines[2]);

        // The log itself compares what the same offset gives.
        rig.Source.Seek(rig.Log.Taken[0].Partition, 0);
        rig.Poll();
        rig.Restart();
        rig.Step();
        Assert.Equal(9, rig.Log.Taken.Count);
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(1_000_000)]
    public void Poll_LongBlankLine_IsGivenEmpty(int length)
    {
        rig.Folder.Write("a.log", "one\n" + new string(' ', length) + "\r\ntwo\n");
        rig.Step();
        Assert.Equal(["one", "", "two"], rig.Lines);
    }

    [Fact]
    public void Poll_LongLineWithByteOrderMark_BeginsBehindIt()
    {
        foreach (var length in new[] { 80_000, 900_000 })
        {
            using var other = new FileRig(options => options.BufferBytes = 256 * 1024, "*.log");
            other.Folder.Write("a.log", "\uFEFF" + new string('x', length) + "\n");
            other.Step();
            Assert.Equal([new string('x', LineSplitter.MaxLineBytes + 1)], other.Lines);
        }
    }

    [Fact]
    public void Poll_LongLineOfARotatedFile_IsGivenAtItsEnd()
    {
        rig.Folder.Write("a.log", "one\n" + new string('x', 500_000));
        rig.Step();
        rig.Folder.Rename("a.log", "b.log");
        rig.Pass(8);
        Assert.Equal(["one", new string('x', LineSplitter.MaxLineBytes + 1)], rig.Lines);
        Assert.Equal(500_004, rig.Log.Taken[1].Next);
    }
}
