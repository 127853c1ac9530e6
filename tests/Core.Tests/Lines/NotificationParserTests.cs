using System.Text;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Core.Tests.Lines;

public sealed class NotificationParserTests
{
    private const int LinesPerSeed = 1_000;

    private static readonly int Seeds = FuzzInputs.Or(100_000) / LinesPerSeed;

    private readonly LineJudge judge = new();

    [Fact]
    public void Parse_CorpusLine_SaysWhatTheJudgeSays() => AssertAgreed(NastyLines.Corpus());

    [Fact]
    public void Parse_StructuredLines_SaysWhatTheJudgeSays() =>
        AssertAgreed(TestSeed.Take(Seeds).SelectMany(seed => NastyLines.Structured(seed, LinesPerSeed)));

    [Fact]
    public void Parse_MutatedLines_SaysWhatTheJudgeSays() =>
        AssertAgreed(TestSeed.Take(Seeds).SelectMany(seed => NastyLines.Mutated(seed, LinesPerSeed)));

    [Fact]
    public void Parse_EveryPrefixOfALine_SaysWhatTheJudgeSays()
    {
        var line = Encoding.UTF8.GetBytes(SampleLine.Order(("retMsg", "\"\\u63a5口\\\"\"")));
        AssertAgreed(Enumerable.Range(0, line.Length + 1).Select(length => new NastyLine($"prefix of {length}", line[..length])));
    }

    /// <summary>
    /// What the parser has learned from lines must not change what it says of a line that is like them but for one fault:
    /// a parser that knows just the sound line, and one that has seen all faults before.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Parse_FaultAtEveryByteOfALineThatIsKnown_SaysWhatTheJudgeSays(int sample)
    {
        var sound = NastyLines.Samples[sample];
        AssertAgreed(NastyLines.FaultsAtEveryByte(sound).SelectMany((faulty, number) => number % 16 == 0 ? [sound, faulty] : new[] { faulty }));
        foreach (var faults in NastyLines.FaultsAtEveryByte(sound).Chunk(100))
            AssertAgreed([.. NastyLines.Samples, .. NastyLines.Samples, .. faults], new LineJudge());
    }

    [Fact]
    public void Parse_RearrangedFieldsOfLinesThatAreKnown_SaysWhatTheJudgeSays()
    {
        AssertAgreed([.. NastyLines.Samples, .. NastyLines.RearrangedFields()]);
        foreach (var lines in NastyLines.RearrangedFields().Chunk(50))
            AssertAgreed([.. NastyLines.Samples, .. lines, .. NastyLines.Samples], new LineJudge());
    }

    /// <summary>More kinds of lines than a parser remembers, with lines of the usual kinds between them.</summary>
    [Fact]
    public void Parse_MoreNamesThanAreRemembered_SaysWhatTheJudgeSays() =>
        AssertAgreed(Enumerable.Range(0, 100_000).Select(number => number % 4 == 0 ? NastyLines.Samples[number / 4 % 3]
            : new NastyLine($"name {number}", Encoding.UTF8.GetBytes(SampleLine.Order(($"x{number}", "1"), ($"y{number % 500}", "\"2\""))))));

    /// <summary>Names of other services that are as long as one of the five.</summary>
    [Theory]
    [InlineData("queryOrder")]
    [InlineData("makeOldOrder")]
    [InlineData("payNotifyRes")]
    [InlineData("sendRechargeRes")]
    [InlineData("reChargeNotifyRes")]
    public void Parse_OtherServiceOfTheSameLength_IsOther(string name) =>
        AssertAgreed([new NastyLine(name, Encoding.UTF8.GetBytes(SampleLine.Order(("serviceName", $"\"{name}\""))))]);

    private void AssertAgreed(IEnumerable<NastyLine> lines) => AssertAgreed(lines, judge);

    private static void AssertAgreed(IEnumerable<NastyLine> lines, LineJudge judge)
    {
        var differences = new List<string>();
        foreach (var line in lines)
        {
            if (judge.Difference(line.Bytes) is { } difference && differences.Count < 1_000)
                differences.Add($"{line.Name} (first seed {TestSeed.First})\n{difference}\n{Encoding.UTF8.GetString(line.Bytes.AsSpan(0, Math.Min(line.Bytes.Length, 2000)))}");
        }

        Assert.True(differences.Count == 0, $"{differences.Count} lines are read otherwise:\n{string.Join("\n\n", differences.Take(5))}");
    }
}
