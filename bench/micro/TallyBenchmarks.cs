using BenchmarkDotNet.Attributes;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Bench.Micro;

/// <summary>
/// Parser and tallies, per line. A notification lives no longer than the parser's next call, so tallies cannot be measured
/// without it: the difference to <see cref="ParserBenchmarks.ParseRunOfLines"/> is theirs.
/// </summary>
public class TallyBenchmarks
{
    private static readonly DateOnly Day = new(2017, 4, 12);

    private readonly NotificationParser parser = new();
    private readonly (byte[] Bytes, int Length) run = SampleLines.Run();
    private readonly DayTally printed = new(Day, isForAlerts: false);
    private readonly DayTally judged = new(Day);

    /// <summary>What <c>recount</c> prints. Returns the orders so far.</summary>
    [Benchmark(OperationsPerInvoke = SampleLines.Count)]
    public long CountRunOfLines() => Count(printed);

    /// <summary>With what alert rules ask for. Returns the orders so far.</summary>
    [Benchmark(OperationsPerInvoke = SampleLines.Count)]
    public long CountRunOfLinesForAlerts() => Count(judged);

    private long Count(DayTally day)
    {
        for (var begin = 0; begin < run.Length;)
        {
            if (parser.ParseFirst(run.Bytes.AsSpan(begin), out _, out var consumed, out var notification, out _) == LineOutcome.Counted)
                day.Add(notification);
            begin += consumed;
        }

        return day.National.Orders.Total;
    }
}
