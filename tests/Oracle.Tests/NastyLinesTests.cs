using Xunit;

namespace RechargeMonitor.Oracle.Tests;

public sealed class NastyLinesTests
{
    [Fact]
    public void Corpus_EachLine_EndsAsDecidedByHand()
    {
        var wrong = NastyLines.Corpus()
            .Select(line => (line.Name, line.Expected, Found: LineReader.Read(line.Bytes)))
            .Where(line => line.Expected != line.Found.Outcome)
            .Select(line => $"{line.Name}: expected {line.Expected}, found {line.Found.Outcome} {line.Found.Reason}")
            .ToList();

        Assert.Empty(wrong);
    }

    [Fact]
    public void Corpus_Names_AreUniqueAndMany()
    {
        var names = NastyLines.Corpus().Select(line => line.Name).ToList();

        Assert.Empty(names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.True(names.Count >= 250, $"expected at least 250 lines, found {names.Count}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20170412)]
    public void Generators_SameSeed_SameLines(ulong seed)
    {
        Assert.Equal(NastyLines.Structured(seed, 200).Select(line => line.Bytes), NastyLines.Structured(seed, 200).Select(line => line.Bytes));
        Assert.Equal(NastyLines.Mutated(seed, 200).Select(line => line.Bytes), NastyLines.Mutated(seed, 200).Select(line => line.Bytes));
        Assert.Equal(NastyLines.File(seed, 200), NastyLines.File(seed, 200));
        Assert.NotEqual(NastyLines.File(seed, 200), NastyLines.File(seed + 1, 200));
    }

    [Fact]
    public void SmallRandom_KnownSeed_GivesSplitMix64()
    {
        // The first numbers of the published algorithm for the seed 1234567.
        var random = new SmallRandom(1234567);

        Assert.Equal(6457827717110365317UL, random.Next());
        Assert.Equal(3203168211198807973UL, random.Next());
        Assert.Equal(9817491932198370423UL, random.Next());
    }

    [Fact]
    public void Generators_ManyLines_EndInEveryWay()
    {
        foreach (var lines in new[] { NastyLines.Structured(7, 4_000), NastyLines.Mutated(7, 4_000) })
        {
            var readings = lines.Select(line => LineReader.Read(line.Bytes)).ToList();

            Assert.True(readings.Count(line => line.Outcome == LineOutcome.Counted) > 1_000, Show(readings));
            Assert.True(readings.Count(line => line.Outcome == LineOutcome.Rejected) > 1_000, Show(readings));
            Assert.True(readings.Count(line => line.Outcome == LineOutcome.Other) > 10, Show(readings));
            foreach (var reason in Enum.GetValues<RejectReason>().Where(reason => reason != RejectReason.TooLong))
                Assert.True(readings.Any(line => line.Reason == reason), $"no line is rejected for {reason}: {Show(readings)}");
        }
    }

    private static string Show(IEnumerable<LineReading> readings) =>
        string.Join(", ", readings.GroupBy(line => (line.Outcome, line.Reason)).Select(group => $"{group.Key}: {group.Count()}"));
}
