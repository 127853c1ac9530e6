using BenchmarkDotNet.Attributes;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Bench.Micro;

/// <summary>The parser alone, per line.</summary>
public class ParserBenchmarks
{
    private readonly NotificationParser parser = new();
    private readonly byte[][] lines = SampleLines.Each();
    private readonly (byte[] Bytes, int Length) run = SampleLines.Run();

    /// <summary>Line by line, as <c>serve</c> and <c>ingest</c> have them. Returns how many were counted.</summary>
    [Benchmark(OperationsPerInvoke = SampleLines.Count)]
    public int ParseEachLine()
    {
        var counted = 0;
        foreach (var line in lines)
        {
            if (parser.Parse(line, out _, out _) == LineOutcome.Counted)
                counted++;
        }

        return counted;
    }

    /// <summary>Out of a run of lines, as <c>recount</c> has them. Returns how many were counted.</summary>
    [Benchmark(OperationsPerInvoke = SampleLines.Count)]
    public int ParseRunOfLines()
    {
        var counted = 0;
        for (var begin = 0; begin < run.Length;)
        {
            if (parser.ParseFirst(run.Bytes.AsSpan(begin), out _, out var consumed, out _, out _) == LineOutcome.Counted)
                counted++;
            begin += consumed;
        }

        return counted;
    }
}
