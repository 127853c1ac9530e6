using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Core.Tests.Reports;

public sealed class RecountReportTests
{
    private const string Source = "a.log";
    private const int Files = 12;
    private const int LinesPerFile = 2_500;

    [Fact]
    public void WriteTo_NastyFile_IsWhatTheJudgeCounts() => AssertEach(Files, (_, lines) => Count(lines));

    [Fact]
    public void WriteTo_PartsMergedInAnyOrder_IsWhatTheJudgeCounts() => AssertEach(Files, (seed, lines) =>
    {
        var random = new Random((int)seed);
        var parts = Split(lines, 2 + random.Next(9), random);
        while (parts.Count > 1)
        {
            var (into, from) = (random.Next(parts.Count), random.Next(parts.Count - 1));
            from += from >= into ? 1 : 0;
            parts[into].Merge(random.Next(3) == 0 ? parts[from].Reread() : parts[from]);
            parts.RemoveAt(from);
        }

        return parts[0];
    });

    [Fact]
    public void WriteTo_FiguresStoredBetweenLines_IsWhatTheJudgeCounts() => AssertEach(3, (seed, lines) =>
    {
        var random = new Random((int)seed);
        var figures = new Recounted();
        foreach (var line in lines)
        {
            figures.Add(line);
            if (random.Next(100) == 0)
                figures = figures.Reread();
        }

        return figures;
    });

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n")]
    [InlineData("\uFEFF\r\n\uFEFF\n \r")]
    public void WriteTo_FileWithoutFigures_IsWhatTheJudgeCounts(string text)
    {
        var file = System.Text.Encoding.UTF8.GetBytes(text);
        AssertEqual(file, Count(Recounted.Cut(file)), "seed of none");
    }

    private static void AssertEach(int files, Func<ulong, List<byte[]>, Recounted> count)
    {
        foreach (var seed in TestSeed.Take(files))
        {
            var file = NastyLines.File(seed, LinesPerFile);
            AssertEqual(file, count(seed, Recounted.Cut(file)), $"TEST_SEED={seed}");
        }
    }

    private static void AssertEqual(byte[] file, Recounted figures, string origin)
    {
        var judge = new Recount();
        judge.Add(Source, file);
        var differences = JsonComparer.Compare(judge.ToJson(), figures.ToJson(Source, file.Length));
        Assert.True(differences.Count == 0, $"{origin}: {differences.Count} differences:\n{string.Join("\n", differences.Take(20))}");
    }

    private static Recounted Count(List<byte[]> lines)
    {
        var figures = new Recounted();
        foreach (var line in lines)
            figures.Add(line);
        return figures;
    }

    private static List<Recounted> Split(List<byte[]> lines, int count, Random random)
    {
        var parts = Enumerable.Range(0, count).Select(_ => new Recounted()).ToList();
        foreach (var line in lines)
            parts[random.Next(count)].Add(line);
        return parts;
    }
}
