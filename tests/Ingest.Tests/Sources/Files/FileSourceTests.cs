using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources.Files;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Files;

public sealed class FileSourceTests : IDisposable
{
    private readonly FileRig rig = new();

    private TempFolder Folder => rig.Folder;

    public void Dispose() => rig.Dispose();

    [Fact]
    public void Poll_GrowingFile_GivesWholeLinesOnly()
    {
        Folder.Write("a.log", "one\r\ntwo\nthr");
        rig.Step();
        Assert.Equal(["one", "two"], rig.Lines);
        Folder.Append("a.log", "ee\n\nfour\r");
        rig.Step();
        Assert.Equal(["one", "two", "three", ""], rig.Lines);
        Folder.Append("a.log", "\n");
        rig.Step();
        Assert.Equal(["one", "two", "three", "", "four"], rig.Lines);
    }

    [Fact]
    public void Poll_ByteOrderMark_IsNotPartOfTheFirstLine()
    {
        Folder.Write("a.log", "\uFEFFone\n\uFEFFtwo\n");
        rig.Step();
        Assert.Equal(["one", "\uFEFFtwo"], rig.Lines);
    }

    [Fact]
    public void Poll_BeforeOpen_GivesNothing()
    {
        Folder.Write("a.log", "one\n");
        var found = rig.Source.Discover();
        Assert.Equal(0, rig.Source.Poll(rig.Log, 1000));
        rig.Source.Open(new KnownPartition(Assert.Single(found), 0));
        Assert.Equal(4, rig.Source.Poll(rig.Log, 1000));
    }

    [Fact]
    public void Poll_SmallBudget_StopsNearIt()
    {
        Folder.Write("a.log", string.Concat(Enumerable.Range(0, 1000).Select(number => $"line {number:D4}\n")));
        rig.Step(maxBytes: 1);
        Assert.Equal(1000, rig.Lines.Count);
        rig.Source.Seek(rig.Log.Taken[0].Partition, 0);
        Assert.InRange(rig.Source.Poll(rig.Log, 100), 100, 110);
    }

    [Fact]
    public void Restart_UncommittedTail_IsGivenAgainFromTheCommittedOffset()
    {
        Folder.Write("a.log", "one\ntwo\nthree\n");
        rig.Step();
        var partition = rig.Log.Taken[0].Partition;
        rig.Commit(partition, 4);
        rig.Restart();
        Folder.Append("a.log", "four\n");
        rig.Step();
        Assert.Equal(["one", "two", "three", "four"], rig.Lines);
        Assert.Equal((partition, 4L, 8L, "two"), rig.Log.Taken[3]);
    }

    [Fact]
    public void Poll_UnfinishedObject_IsGivenAfterTwoSecondsAndItsEndingIsNoLine()
    {
        Folder.Write("a.log", "one\n{\"a\":{\"b\":1}}");
        rig.Step();
        Assert.Equal(["one"], rig.Lines);
        rig.Step(2);
        Assert.Equal(["one", "{\"a\":{\"b\":1}}"], rig.Lines);
        Folder.Append("a.log", "\r");
        rig.Step();
        rig.CommitAll();
        rig.Restart();
        rig.Pass(3);
        Folder.Append("a.log", "\n");
        rig.Pass(3);
        Folder.Append("a.log", "\ntwo\n");
        rig.Step();
        Assert.Equal(["one", "{\"a\":{\"b\":1}}", "", "two"], rig.Lines);
        Assert.Equal(new FileInfo(Folder.At("a.log")).Length, rig.Log.Next(rig.Log.Taken[0].Partition));
    }

    /// <summary>As of a program that writes the ending of a line only before the next one.</summary>
    [Fact]
    public void Poll_UnfinishedObjectBehindALateEnding_IsGiven()
    {
        Folder.Write("a.log", "{\"a\":1}");
        rig.Pass(3);
        Folder.Append("a.log", "\n{\"b\":2}");
        rig.Pass(3);
        Folder.Append("a.log", "\r\n{\"c\":3");
        Folder.Rename("a.log", "a.log.1");
        rig.Pass(16);
        Assert.Equal(["{\"a\":1}", "{\"b\":2}", "{\"c\":3"], rig.Lines);
    }

    [Fact]
    public void Poll_UnfinishedTextOrHalfObject_Waits()
    {
        Folder.Write("a.log", "one\n{\"a\":1");
        Folder.Write("b.log", "one\n{\"a\":1} {\"b\":2}");
        Folder.Write("c.log", "one\n  ");
        rig.Pass(20);
        Assert.Equal(["one", "one", "one"], rig.Lines);
        Folder.Append("a.log", "}\n");
        rig.Step();
        Assert.Equal(["one", "one", "one", "{\"a\":1}"], rig.Lines);
    }

    [Fact]
    public void Rename_WithinThePatterns_IsTheSamePartition()
    {
        Folder.Write("a.log", "one 1\ntwo\n");
        rig.Step();
        Folder.Append("a.log", "three\nfo");
        Folder.Rename("a.log", "a.log.1");
        Folder.Write("a.log", "new 1\n");
        rig.Step();
        Assert.Equal(["one 1", "two", "three", "new 1"], rig.Lines.Order(new Order("one 1", "two", "three", "new 1")));
        Folder.Append("a.log.1", "ur");
        rig.Pass(7);
        Assert.Contains("four", rig.Lines);
        Assert.Equal(5, rig.Lines.Count);
        Assert.Equal(2, rig.Log.Taken.Select(taken => taken.Partition).Distinct().Count());
        rig.CommitAll();
        rig.Pass(2);
        Assert.True(rig.Logged(3111));
        rig.Restart();
        rig.Pass(10);
        Assert.Equal(5, rig.Log.Taken.Count);
    }

    [Theory]
    [InlineData("a.log.1")]
    [InlineData("a.log-20170412")]
    [InlineData("a.log.2017-04-12.old")]
    [InlineData("a.log_2017")]
    public void Poll_TornLineUnderARotatedName_IsGivenOnce(string name)
    {
        Folder.Write(name, "one\n{\"a\":");
        rig.Pass(10);
        Assert.Equal(["one"], rig.Lines);

        // Only now it is the name of another file with something appended.
        Folder.Write("a.log", "two\n{\"b\":");
        rig.Pass(10);
        Assert.Equal(["one", "two", "{\"a\":"], rig.Lines.Order(StringComparer.Ordinal));
        rig.CommitAll();
        rig.Restart();
        rig.Pass(10);
        Assert.Equal(3, rig.Log.Taken.Count);
    }

    [Fact]
    public void Restart_TornLineRotatedWhileDown_IsGiven()
    {
        Folder.Write("a.log", "one\n{\"a\":");
        rig.Step();
        rig.CommitAll();
        Folder.Rename("a.log", "a.log.2");
        Folder.Write("a.log.1", "two\n{\"b\":");
        Folder.Write("a.log", "three\n{\"c\":");
        rig.Restart();
        rig.Pass(10);
        Assert.Equal(["one", "three", "two", "{\"a\":", "{\"b\":"], rig.Lines.Order(StringComparer.Ordinal));
    }

    /// <summary>They may be logs of other programs, or of other instances, that are in the middle of a line.</summary>
    [Fact]
    public void Poll_HalfLineUnderANameThatIsNotRotated_Waits()
    {
        foreach (var name in (string[])["a.log", "a.log.err", "a.log-worker1", "a.log2", "b.log.1", "a.log.", ".1"])
            Folder.Write(name, "one\n{\"a\":");
        Directory.CreateDirectory(Folder.At("c"));
        Folder.Write("c-1", "one\n{\"a\":");
        rig.Pass(20);
        Assert.All(rig.Lines, line => Assert.Equal("one", line));
        Assert.Equal(7, rig.Lines.Count);
    }

    [Fact]
    public void Poll_RotatedFileThatStillGrows_WaitsForItsWholeLine()
    {
        Folder.Write("a.log", "one\n");
        Folder.Write("a.log.1", "two\n{\"a\"");
        for (var part = 0; part < 5; part++)
        {
            rig.Pass(3);
            Folder.Append("a.log.1", " ");
        }

        Folder.Append("a.log.1", ":1}\n");
        rig.Step();
        Assert.Equal(["one", "two", "{\"a\"     :1}"], rig.Lines);
    }

    [Fact]
    public void Rename_OutOfThePatterns_IsReadToItsEnd()
    {
        using var rig = new FileRig("*.log");
        rig.Folder.Write("a.log", "one\n");
        rig.Step();
        rig.Folder.Append("a.log", "two\n");
        rig.Folder.Rename("a.log", "a.old");
        rig.Step();
        rig.Folder.Append("a.old", "three\nfour");
        rig.Pass(7);
        Assert.Equal(["one", "two", "three", "four"], rig.Lines);
    }

    [Fact]
    public void Delete_FileThatWasNotReadToItsEnd_IsReadFromItsHandle()
    {
        Folder.Write("a.log", "one\ntwo\n");
        rig.Step(maxBytes: 1);
        Folder.Append("a.log", "three\n");
        Folder.Delete("a.log");
        rig.Pass(10);
        Assert.Equal(["one", "two", "three"], rig.Lines);
        rig.CommitAll();
        rig.Step();
        Folder.Write("a.log", "one\ntwo\nthree\nfour\n");
        rig.Step();
        Assert.Equal(["one", "two", "three", "four"], rig.Lines);
        Assert.Single(rig.Stored);
    }

    [Fact]
    public void Truncate_WithoutCopy_StartsANewPartitionAndReportsTheLoss()
    {
        Folder.Write("a.log", "one\ntwo\nthr");
        rig.Step();
        Folder.Truncate("a.log");
        Folder.Append("a.log", "new\n");
        rig.Pass(15);
        Assert.Equal(["one", "two", "new"], rig.Lines);
        Assert.Equal(2, rig.Stored.Count);
        Assert.True(rig.Logged(3103));
        Assert.Contains(rig.Logger.Events, entry => entry.Id == 3104 && entry.Text.Contains("at least 3 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public void Truncate_GrownPastTheOldPosition_IsNoticed()
    {
        Folder.Write("a.log", "one\ntwo\n");
        rig.Step();
        Folder.Truncate("a.log");
        Folder.Append("a.log", "a new line that is longer than all of the old ones\n");
        rig.Pass(2);
        Assert.Equal(["one", "two", "a new line that is longer than all of the old ones"], rig.Lines);
    }

    [Fact]
    public void Withdrawn_DeletedFileOfWhichAllIsCommitted_IsGivenBackOnce()
    {
        Folder.Write("a.log", "one\ntwo\n");
        Folder.Write("b.log", "other\n");
        rig.Step();
        var partition = rig.Log.Taken.Single(line => line.Line == "one").Partition;
        Folder.Delete("a.log");
        rig.Pass(20);
        Assert.True(rig.IsOpen(partition), "given back with lines that are not committed");

        rig.CommitAll();
        rig.Pass(20);
        Assert.False(rig.IsOpen(partition), "still open although its file is gone and all is committed");
        Assert.Single(rig.Stored.Keys, rig.IsOpen);
    }

    [Fact]
    public void Withdrawn_FileThatComesBack_IsAnnouncedAgainAndGoesOn()
    {
        Folder.Write("a.log", "one\ntwo\n");
        rig.Step();
        var partition = rig.Log.Taken[0].Partition;
        rig.CommitAll();
        File.Move(Folder.At("a.log"), Folder.Root + ".away");
        rig.Pass(20);
        Assert.False(rig.IsOpen(partition), "still open although its file is gone and all is committed");

        File.Move(Folder.Root + ".away", Folder.At("a.log"));
        Folder.Append("a.log", "three\n");
        rig.Pass(2);
        Assert.True(rig.IsOpen(partition), "not announced again");
        Assert.Equal(["one", "two", "three"], rig.Lines);
    }

    /// <summary>Books may be answered for late: a file may be gone by then, and come back later.</summary>
    [Fact]
    public void Open_FileThatWasWithdrawnMeanwhile_IsNotReadBeforeItIsAnnouncedAgainAndOpened()
    {
        // One of them has to wait until a file may be opened, so nothing keeps it when it is deleted.
        using var rig = new FileRig(options => options.MaxOpenFiles = 1);
        string[] names = ["a.log", "b.log"];
        foreach (var name in names)
            rig.Folder.Write(name, $"{name}\n");
        var announced = Discover();
        foreach (var name in names)
            File.Move(rig.Folder.At(name), $"{rig.Folder.Root}.{name}");
        for (var second = 0; second < 20; second++)
            Assert.Empty(Discover());
        foreach (var descriptor in announced)
            rig.Source.Open(new KnownPartition(descriptor, 0));
        rig.Poll();
        var gone = Assert.Single(rig.Source.Withdrawn());
        var withdrawn = announced.Single(descriptor => descriptor.Partition == gone);

        foreach (var name in names)
            File.Move($"{rig.Folder.Root}.{name}", rig.Folder.At(name));
        Assert.Equal(withdrawn.Partition, Assert.Single(Discover()).Partition);
        rig.Poll();
        Assert.DoesNotContain(Path.GetFileName(withdrawn.Source), rig.Lines);

        rig.Source.Open(new KnownPartition(withdrawn, 0));
        rig.Poll();
        Assert.Equal(names, rig.Lines.Order());

        IReadOnlyList<PartitionDescriptor> Discover()
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1.1));
            return rig.Source.Discover();
        }
    }

    [Fact]
    public void CopyTruncate_CopyWithinThePatterns_ContinuesThePartition()
    {
        Folder.Write("a.log", "one\ntwo\n");
        rig.Step();
        Folder.Append("a.log", "three\n");
        Folder.Copy("a.log", "a.log.1");
        Folder.Truncate("a.log");
        Folder.Append("a.log", "four\n");
        rig.Pass(15);
        Assert.Equal(["four", "one", "three", "two"], rig.Lines.Order(StringComparer.Ordinal));
        Assert.Equal(2, rig.Stored.Count);
        Assert.False(rig.Logged(3104));
    }

    [Fact]
    public void CopyTruncate_SlowCopy_WaitsForTheTruncation()
    {
        Folder.Write("a.log", "one\ntwo\nthree\n");
        rig.Step();
        Folder.Write("a.log.1", "one\nt");
        rig.Pass(8);
        Folder.Append("a.log.1", "wo\nthree\n");
        rig.Pass(8);
        Assert.Equal(3, rig.Log.Taken.Count);
        Folder.Truncate("a.log");
        Folder.Append("a.log.1", "late\n");
        rig.Pass(3);
        Assert.Equal(["one", "two", "three", "late"], rig.Lines);
        Assert.Single(rig.Stored);
    }

    [Fact]
    public void Copy_OriginalNotTruncated_IsAFileOfItsOwnAfterTenSeconds()
    {
        Folder.Write("a.log", "one\ntwo\n");
        rig.Step();
        Folder.Copy("a.log", "b.log");
        rig.Pass(8);
        Assert.Equal(2, rig.Lines.Count);
        rig.Pass(5);
        Assert.Equal(["one", "two", "one", "two"], rig.Lines);
        Assert.True(rig.Logged(3109));
    }

    [Fact]
    public void Restart_RotatedWhileDown_GoesOnAtTheNewPath()
    {
        Folder.Write("a.log", "one\ntwo\n");
        rig.Step();
        rig.Commit(rig.Log.Taken[0].Partition, 4);
        Folder.Append("a.log", "three\n");
        Folder.Rename("a.log", "a.log.1");
        Folder.Write("a.log", "new\n");
        rig.Restart();
        rig.Step();
        Assert.Equal(["new", "one", "three", "two"], rig.Lines.Order(StringComparer.Ordinal));
        Assert.Equal(2, rig.Stored.Count);
        Assert.False(rig.Logged(3105));
    }

    [Fact]
    public void Restart_ReplacedWhileDown_SaysSo()
    {
        Folder.Write("a.log", "one\ntwo\n");
        rig.Step();
        rig.CommitAll();
        Folder.Write("a.log", "another file\n");
        rig.Restart();
        rig.Step();
        Assert.Equal(["one", "two", "another file"], rig.Lines);
        Assert.Contains(rig.Logger.Events, entry => entry.Id == 3105 && entry.Text.Contains("from 8 on", StringComparison.Ordinal));
        rig.CommitAll();
        rig.Logger.Events.Clear();
        rig.Restart();
        rig.Step();
        Assert.False(rig.Logged(3105));
    }

    [Fact]
    public void Seek_AfterReading_GivesTheLinesAgain()
    {
        Folder.Write("a.log", "one\ntwo\n");
        rig.Step();
        rig.Source.Seek(rig.Log.Taken[0].Partition, 4);
        rig.Poll();
        Assert.Equal(["one", "two", "two"], rig.Log.Taken.Select(taken => taken.Line));
    }

    [Fact]
    public void Discover_EmptyFile_IsAnnouncedOnceItHasALine()
    {
        Folder.Write("a.log", "");
        rig.Pass(3);
        Assert.Empty(rig.Stored);
        Folder.Append("a.log", "one\n");
        rig.Step();
        Assert.Equal(["one"], rig.Lines);
        Assert.Matches("^file-[0-9a-f]{16}$", rig.Log.Taken[0].Partition);
        Assert.Equal(Folder.At("a.log"), rig.Stored.Values.Single().Descriptor.Source);
    }

    [Fact]
    public void Poll_Backlog_IsReadOldestFirst()
    {
        var now = rig.Time.GetUtcNow().UtcDateTime;
        foreach (var (name, hours) in new[] { ("a.log", 1), ("b.log", 3), ("c.log", 2) })
        {
            Folder.Write(name, $"{name} 1\n{name} 2\n");
            File.SetLastWriteTimeUtc(Folder.At(name), now.AddHours(-hours));
        }

        rig.Step(maxBytes: 1);
        Assert.Equal(["b.log 1", "b.log 2", "c.log 1", "c.log 2", "a.log 1", "a.log 2"], rig.Lines);
    }

    [Fact]
    public void Poll_MoreFilesThanMayBeOpen_AreAllRead()
    {
        using var rig = new FileRig(options => options.MaxOpenFiles = 3);
        for (var file = 0; file < 20; file++)
            rig.Folder.Write($"{file}.log", $"file {file}\n");
        rig.Step();
        rig.CommitAll();
        for (var file = 0; file < 20; file++)
            rig.Folder.Append($"{file}.log", $"more {file}\n");
        rig.Pass(15);
        rig.CommitAll();
        Assert.Equal(40, rig.Log.Taken.Count);
        Assert.Equal(20, rig.Stored.Count);
        Assert.All(rig.Stored.Values, stored => Assert.Equal(rig.Log.Next(stored.Descriptor.Partition), stored.Committed));
    }

    [Fact]
    public void Discover_DeviceOrPipe_IsRefusedByName()
    {
        if (OperatingSystem.IsWindows())
            return;
        var source = new FileSource(new FileSourceOptions { Patterns = ["/dev/zero"] }, rig.Time, rig.Logger);
        Assert.Contains("/dev/zero", Assert.Throws<FileSourceException>(source.Discover).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Discover_OwnDataFolder_IsNotFollowedThroughLinksEitherAndSaidOnce()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var rig = new FileRig(options => options.LeftOut = [Path.Combine(options.Patterns[0], "data")], "", "link/stdin/*.log", "data/named.log");
        rig.Folder.Write("a.log", "line\n");
        rig.Folder.Write("database.log", "another\n");
        rig.Folder.Write("data/stdin/0.log", "own\n");
        rig.Folder.Write("data/named.log", "named\n");
        Directory.CreateSymbolicLink(rig.Folder.At("link"), rig.Folder.At("data"));
        File.CreateSymbolicLink(rig.Folder.At("b.log"), rig.Folder.At("link/stdin/0.log"));
        rig.Pass(3);
        Assert.Equal(["another", "line", "named"], rig.Lines.Order());
        Assert.Single(rig.Logger.Events, entry => entry.Id == 3113);
    }

    private sealed class Order(params string[] order) : IComparer<string>
    {
        public int Compare(string? x, string? y) => Array.IndexOf(order, x).CompareTo(Array.IndexOf(order, y));
    }
}
