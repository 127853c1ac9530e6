using System.Text;
using RechargeMonitor.Oracle;

namespace RechargeMonitor.Core.Tests.Delivery.Simulation;

/// <summary>A line of a partition. Offsets have holes, as Kafka's have.</summary>
internal readonly record struct SimulatedLine(long Offset, long Next, byte[] Bytes);

/// <summary>A partition whose lines do not change.</summary>
internal sealed class SimulatedPartition
{
    private static readonly byte[][] Pool = [.. Texts().Select(Encoding.UTF8.GetBytes)];

    private readonly SimulatedLine[] lines;

    public SimulatedPartition(string name, int count, Random random)
        : this(name, count, random, _ => Pool[random.Next(Pool.Length)])
    {
    }

    private SimulatedPartition(string name, int count, Random random, Func<int, byte[]> text)
    {
        Name = name;
        lines = new SimulatedLine[count];
        for (var index = 0; index < count; index++)
        {
            var offset = End + random.Next(3) / 2;
            End = offset + 1 + random.Next(2);
            lines[index] = new SimulatedLine(offset, End, text(index));
        }
    }

    public string Name { get; }

    /// <summary>The offset behind its last line.</summary>
    public long End { get; }

    /// <summary>A partition of orders whose first ones are of one day and whose others are of the next.</summary>
    public static SimulatedPartition OfTwoDays(string name, int first, int second, Random random) => new(
        name, first + second, random, index => Encoding.UTF8.GetBytes(SampleLine.Order(("requestId", $"\"{(index < first ? "20170412" : "20170413")}030008471000000\""))));

    /// <summary>The offset of a line.</summary>
    public long OffsetOf(int line) => lines[line].Offset;

    public IEnumerable<SimulatedLine> From(long offset) => lines.SkipWhile(line => line.Offset < offset);

    private static IEnumerable<string> Texts()
    {
        foreach (var minute in new[] { "201704120300", "201704120301", "201704130000" })
        {
            var start = ("requestId", (string?)$"\"{minute}08471000000\"");
            yield return SampleLine.Order(start);
            yield return SampleLine.Order(start, ("provinceCode", "\"100\""), ("chargefee", "\"3000\""));
            yield return SampleLine.Order(start, ("provinceCode", "\"777\""), ("bussinessRst", "\"0001\""), ("gateway_id", null));
            yield return SampleLine.Payment(start);
            yield return SampleLine.Request(start, ("interFacRst", "\"9999\""));
        }

        yield return SampleLine.Order(("serviceName", "\"queryOrder\""));
        yield return "no JSON";
        yield return SampleLine.Order(("requestId", null));
        yield return " ";
    }
}
