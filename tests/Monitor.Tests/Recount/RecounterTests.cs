using System.Text;
using RechargeMonitor.Monitor.Recount;
using RechargeMonitor.Oracle;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Recount;

public sealed class RecounterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    [InlineData(Recounter.DefaultSegmentBytes)]
    public void Run_NastyFile_EqualsJudge(long segmentBytes)
    {
        for (var seed = 1UL; seed <= 12; seed++)
            AssertEqualsJudge($"seed {seed}", segmentBytes, ("nasty.log", NastyLines.File(seed, 60)));
    }

    [Fact]
    public void Run_LargeNastyFile_EqualsJudge() =>
        AssertEqualsJudge("seed 4711", 50_000, ("large.log", NastyLines.File(4711, 20_000)));

    [Fact]
    public void Run_PackedFiles_EqualsJudge()
    {
        for (var seed = 1UL; seed <= 12; seed++)
        {
            var bytes = NastyLines.File(seed, 1_500);
            foreach (var (name, packed) in (ReadOnlySpan<(string, byte[])>)
                [("a.gz", Packed.Gzip(bytes)), ("b.zst", Packed.Zstandard(bytes)), ("c.gz", Packed.InTwo(bytes, Packed.Gzip)), ("d.zst", Packed.InTwo(bytes, Packed.Zstandard))])
                File.WriteAllBytes(Path.Combine(folder.Path, name), packed);
            string[] names = ["a.gz", "b.zst", "c.gz", "d.zst"];
            AssertEqualsJudge($"seed {seed}", 1_000, [.. names.Select(name => (Path.Combine(folder.Path, name), bytes))]);
        }
    }

    [Fact]
    public void Run_SeveralFiles_EqualsJudge() =>
        AssertEqualsJudge("several", 5_000, [.. Enumerable.Range(1, 30).Select(number => ($"{number:00}.log", NastyLines.File((ulong)number, number * 10)))]);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF\n")]
    [InlineData("\uFEFF\uFEFF\n")]
    [InlineData("x")]
    [InlineData("\n\nx\n\n")]
    [InlineData("x\n ")]
    public void Run_SmallFile_EqualsJudge(string text)
    {
        foreach (var segmentBytes in (long[])[1, 2, 3, 1_000])
            AssertEqualsJudge(text, segmentBytes, ("small.log", Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(1_000_000)]
    public void Run_LongLines_EqualsJudge(int length)
    {
        var order = OrderLine.Make();
        var padded = (byte[])[.. order, .. Enumerable.Repeat((byte)' ', length - order.Length)];
        var blank = Enumerable.Repeat((byte)' ', length).ToArray();
        byte[] lateText = [.. blank, (byte)'x'];
        byte[] file = [.. order, 10, .. padded, 13, 10, .. order, 10, .. blank, 10, .. lateText, 10, .. blank, 13, 10, .. padded, 10, .. order, 10, .. padded];
        foreach (var segmentBytes in (long[])[1_000, 65_536, 262_144, 300_000, Recounter.DefaultSegmentBytes])
        {
            AssertEqualsJudge($"{length}", segmentBytes, ("long.log", file));
            AssertEqualsJudge($"{length} with ending", segmentBytes, ("long.log", [.. file, 10]));
        }

        File.WriteAllBytes(Path.Combine(folder.Path, "long.gz"), Packed.Gzip(file));
        AssertEqualsJudge($"{length} packed", 1_000, (Path.Combine(folder.Path, "long.gz"), file));
    }

    [Fact]
    public void Run_ManyDays_EqualsJudge()
    {
        var file = new List<byte>();
        for (var index = 0; index < 3_000; index++)
        {
            var day = new DateOnly(2017, 1, 1).AddDays(index * 7 % 1_000);
            file.AddRange(OrderLine.Make("requestId", $"{day:yyyyMMdd}030008471001"));
            file.Add((byte)'\n');
        }

        AssertEqualsJudge("many days", 100_000, ("days.log", [.. file]));
    }

    [Fact]
    public void Run_FileBecameShorter_NamesIt()
    {
        var path = folder.File("shrunken.log", NastyLines.File(1, 100));
        var fault = Assert.Throws<FaultException>(() => Recount([new LogFile(path, 1_000_000)]));
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("shorter", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FileGrows_CountsWhatWasThere()
    {
        var path = folder.File("growing.log", "\n\n\n\n\n"u8.ToArray());
        var result = Recount([new LogFile(path, 3)]);
        Assert.Equal(3, result.Report.Audit.Sources[0].Counts.Lines);
    }

    [Fact]
    public void Run_FileWasEmpty_CountsNothing()
    {
        var path = folder.File("growing.log", "\n\n"u8.ToArray());
        var result = Recount([new LogFile(path, 0)]);
        Assert.Equal(0, result.Report.Audit.Sources[0].Counts.Lines);
    }

    [Theory]
    [InlineData("cut.gz")]
    [InlineData("cut.zst")]
    [InlineData("other.gz")]
    [InlineData("other.zst")]
    public void Run_DamagedArchive_NamesIt(string name)
    {
        var bytes = NastyLines.File(1, 1_000);
        var packed = name.EndsWith(".gz", StringComparison.Ordinal) ? Packed.Gzip(bytes) : Packed.Zstandard(bytes);
        var path = folder.File(name, name.StartsWith("cut", StringComparison.Ordinal) ? packed[..(packed.Length / 2)] : bytes);
        var fault = Assert.Throws<FaultException>(() => Recount([.. LogFileFinder.Find([path])]));
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Rejects_AreTheFirstOnesWithTheirPlaces()
    {
        byte[] good = [.. OrderLine.Make(), 10];
        byte[] file = [.. good, .. "one\n"u8, .. good, .. "two\n"u8, .. "three\n"u8];
        var paths = new[] { folder.File("a.log", file), folder.File("b.log", file) };
        foreach (var segmentBytes in (long[])[1, 5, 10_000])
        {
            var result = new Recounter(LogFileFinder.Find(paths), maxRejects: 4, workerCount: 2, segmentBytes).Run(default);
            var expected = new[] { (0, (long)good.Length, "one"), (0, (2L * good.Length) + 4, "two"), (0, (2L * good.Length) + 8, "three"), (1, good.Length, "one") };
            Assert.Equal(expected, result.Rejects.Select(reject => (reject.File, reject.Offset, reject.Text)));
        }
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        var path = folder.File("a.log", NastyLines.File(1, 1_000));
        Assert.ThrowsAny<OperationCanceledException>(
            () => new Recounter(LogFileFinder.Find([path])).Run(new CancellationToken(canceled: true)));
    }

    private static RecountResult Recount(LogFile[] files) => new Recounter(files, workerCount: 2, segmentBytes: 1_000).Run(default);

    /// <summary>Files with a full path are there already, packed.</summary>
    private void AssertEqualsJudge(string what, long segmentBytes, params (string Name, byte[] Bytes)[] files)
    {
        var judge = new Oracle.Recount();
        var paths = new List<string>();
        foreach (var (name, bytes) in files)
        {
            paths.Add(Path.IsPathRooted(name) ? name : folder.File(name, bytes));
            judge.Add(paths[^1], bytes);
        }

        var result = new Recounter(LogFileFinder.Find(paths), workerCount: 3, segmentBytes: segmentBytes).Run(default);
        using var json = new MemoryStream();
        JsonFormat.Write(json, result.Report);
        var differences = JsonComparer.Compare(judge.ToJson(), json.ToArray());
        Assert.True(differences.Count == 0, $"{what}, segments of {segmentBytes} bytes: {string.Join("; ", differences.Take(5))}");
    }
}
