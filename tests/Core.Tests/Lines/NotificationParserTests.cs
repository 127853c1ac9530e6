using System.Text;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Core.Tests.Lines;

public sealed class NotificationParserTests
{
    private const int Seeds = 20;
    private const int LinesPerSeed = 5_000;

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

    /// <summary>Names of other services that are as long as one of the five.</summary>
    [Theory]
    [InlineData("queryOrder")]
    [InlineData("makeOldOrder")]
    [InlineData("payNotifyRes")]
    [InlineData("sendRechargeRes")]
    [InlineData("reChargeNotifyRes")]
    public void Parse_OtherServiceOfTheSameLength_IsOther(string name) =>
        AssertAgreed([new NastyLine(name, Encoding.UTF8.GetBytes(SampleLine.Order(("serviceName", $"\"{name}\""))))]);

    private void AssertAgreed(IEnumerable<NastyLine> lines)
    {
        var differences = new List<string>();
        foreach (var line in lines)
        {
            if (judge.Difference(line.Bytes) is { } difference)
                differences.Add($"{line.Name} (first seed {TestSeed.First})\n{difference}\n{Encoding.UTF8.GetString(line.Bytes.AsSpan(0, Math.Min(line.Bytes.Length, 2000)))}");
        }

        Assert.True(differences.Count == 0, $"{differences.Count} lines are read otherwise:\n{string.Join("\n\n", differences.Take(5))}");
    }
}
