using System.Text;
using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources.Spool;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Spool;

public sealed class SpoolTests : IDisposable
{
    private const string Name = "spool-stdin";

    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider time = new();
    private readonly LineLog log = new();
    private readonly ListLogger<SpoolSource> readerEvents = new();
    private readonly ListLogger<SpoolWriter> writerEvents = new();
    private KnownPartition? stored;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Poll_AfterFlush_GivesWhatWasWritten()
    {
        using var writer = Write();
        writer.Append("one\r\ntw"u8);
        writer.Flush();
        var source = Read();
        Assert.Equal(["one"], log.Lines);
        writer.Append("o\n"u8);
        source.Poll(log, 100);
        Assert.Equal(["one"], log.Lines);
        writer.Flush();
        source.Poll(log, 100);
        Assert.Equal(["one", "two"], log.Lines);
    }

    [Fact]
    public void Append_ManySegments_NeverDividesALineAndIsReadOn()
    {
        using var writer = Write(segmentBytes: 100);
        var source = Read();
        var text = new StringBuilder();
        var random = new Random(1);
        for (var line = 0; line < 200; line++)
        {
            text.Append($"{line} {new string('x', random.Next(90))}\n");
            writer.Append(Encoding.UTF8.GetBytes(text.ToString()).AsSpan((int)writer.Position, random.Next(text.Length - (int)writer.Position + 1)));
            writer.Flush();
            Drain(source);
        }

        writer.Append(Encoding.UTF8.GetBytes(text.ToString()).AsSpan((int)writer.Position));
        writer.Flush();
        Drain(source);
        Assert.Equal(text.ToString().TrimEnd('\n').Split('\n'), log.Lines);
        var segments = Segments();
        Assert.True(segments.Length > 20);
        Assert.All(segments, path => Assert.EndsWith("\n", File.ReadAllText(path)));
        Assert.All(segments, path => Assert.InRange(new FileInfo(path).Length, 1, 200));
    }

    [Fact]
    public void Append_LineLongerThanASegment_IsDividedAndReadWhole()
    {
        using var writer = Write(segmentBytes: 1000);
        writer.Append(Encoding.UTF8.GetBytes("one\n" + new string('x', 5000) + "\ntwo\n"));
        writer.Flush();
        Read();
        Assert.Equal(["one", new string('x', 5000), "two"], log.Lines);
        Assert.True(Segments().Length > 4);
    }

    [Fact]
    public void Open_TornLastLine_IsEnded()
    {
        Kill(Write(), "one\n{\"a\"");
        using var writer = Write();
        writer.Append("two\n"u8);
        writer.Flush();
        Read();
        Assert.Equal(["one", "{\"a\"", "two"], log.Lines);
        Assert.Contains(writerEvents.Events, entry => entry.Id == 3150);
    }

    [Fact]
    public void Open_TornLineThatFilledASegment_IsEndedInTheNext()
    {
        Kill(Write(segmentBytes: 10), "0123456789");
        File.WriteAllBytes(folder.At("00000000000000000010.log"), []);
        using var writer = Write(segmentBytes: 10);
        writer.Append("two\n"u8);
        writer.Flush();
        Read();
        Assert.Equal(["0123456789", "two"], log.Lines);
    }

    [Fact]
    public void Committed_SegmentsBelow_AreDeletedButNeverTheLast()
    {
        using var writer = Write(segmentBytes: 12);
        writer.Append("line one\nline two\nline three\n"u8);
        writer.Flush();
        var source = Read();
        Assert.Equal(["00000000000000000000.log", "00000000000000000018.log"], Segments().Select(Path.GetFileName));
        Commit(source, 17);
        Assert.Equal(2, Segments().Length);
        Commit(source, 18);
        Commit(source, 29);
        Assert.Equal(["00000000000000000018.log"], Segments().Select(Path.GetFileName));
        writer.Append("four\n"u8);
        writer.Flush();
        Drain(source);
        Assert.Equal(["line one", "line two", "line three", "four"], log.Lines);
    }

    [Fact]
    public void Restart_UncommittedLines_AreGivenAgain()
    {
        using var writer = Write(segmentBytes: 10);
        writer.Append("line one\nline two\nline three\n"u8);
        writer.Flush();
        Commit(Read(), 9);
        var again = Read();
        Assert.Equal(["line one", "line two", "line three"], log.Lines);
        Assert.Equal(5, log.Taken.Count);
        again.Seek(Name, 18);
        Drain(again);
        Assert.Equal(6, log.Taken.Count);
    }

    [Fact]
    public void Restart_AllSegmentsGone_GoesOnBehindWhatWasCounted()
    {
        using (var writer = Write())
        {
            writer.Append("one\n"u8);
            writer.Flush();
            Commit(Read(), 4);
        }

        foreach (var path in Segments())
            File.Delete(path);
        using (var writer = Write(committed: 4))
        {
            Assert.True(writer.Position > 4);
            writer.Append("two\n"u8);
        }

        var source = Read();
        time.Advance(TimeSpan.FromSeconds(2));
        Drain(source);
        Assert.Equal(["one", "two"], log.Lines);
        Assert.Single(Segments());
    }

    [Fact]
    public void Discover_AnotherSpoolInItsPlace_IsRefused()
    {
        using (var writer = Write())
            writer.Append("one\n"u8);
        Commit(Read(), 4);
        File.WriteAllText(Segments()[0], "two\nthree\n");
        Assert.Throws<SpoolException>(() => Read());
    }

    [Fact]
    public void Open_SecondWriter_IsRefused()
    {
        using var writer = Write();
        Assert.Contains(folder.Root, Assert.Throws<SpoolException>(() => Write()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_LineWithoutEnding_IsEnded()
    {
        using (var writer = Write())
            writer.Append("one"u8);
        Read();
        Assert.Equal(["one"], log.Lines);
    }

    private SpoolWriter Write(long segmentBytes = 1 << 20, long committed = 0) =>
        new(new SpoolOptions { Folder = folder.Root, SegmentBytes = segmentBytes, BufferBytes = 64 }, committed, writerEvents);

    /// <summary>What a killed writer leaves: what it flushed, without its last words.</summary>
    private void Kill(SpoolWriter writer, string text)
    {
        writer.Append(Encoding.UTF8.GetBytes(text));
        writer.Flush();
        var left = Segments().ToDictionary(path => path, File.ReadAllBytes);
        writer.Dispose();
        foreach (var path in Segments())
            File.Delete(path);
        foreach (var (path, bytes) in left)
            File.WriteAllBytes(path, bytes);
    }

    private SpoolSource Read()
    {
        var source = new SpoolSource(folder.Root, Name, "standard input", time, readerEvents);
        source.Restore(stored is null ? [] : [stored]);
        var descriptor = Assert.Single(source.Discover());
        stored ??= new KnownPartition(descriptor, 0);
        source.Open(stored);
        Drain(source);
        return source;
    }

    private void Drain(SpoolSource source)
    {
        while (source.Poll(log, 50) > 0)
            continue;
    }

    private void Commit(SpoolSource source, long offset)
    {
        stored = new KnownPartition(stored!.Descriptor with { Fingerprint = source.FingerprintAt(Name, offset) }, offset);
        source.Committed(Name, offset);
    }

    private string[] Segments() => [.. Directory.GetFiles(folder.Root, "*.log").Order(StringComparer.Ordinal)];
}
