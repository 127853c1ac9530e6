using System.Text;
using RechargeMonitor.Core.Delivery;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources;

/// <summary>
/// Notes what a source hands over, as a target does: a line below what was applied of its partition is a repeat. The same
/// partition and offset must always give the same bytes.
/// </summary>
internal sealed class LineLog : ILineSink
{
    private readonly Dictionary<(string Partition, long Offset), string> seen = [];
    private readonly Dictionary<string, long> applied = [];

    /// <summary>Every line once, in the order in which it was first handed over.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>All lines, repeats included.</summary>
    public List<(string Partition, long Offset, long Next, string Line)> Taken { get; } = [];

    public long Next(string partition) => applied.GetValueOrDefault(partition);

    public void Take(string partition, long offset, long next, ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        if (seen.TryGetValue((partition, offset), out var before))
            Assert.Equal(before, text);
        seen[(partition, offset)] = text;
        Assert.True(next > offset, $"{partition}: {offset} to {next}");
        Taken.Add((partition, offset, next, text));
        if (offset < applied.GetValueOrDefault(partition))
            return;
        applied[partition] = next;
        Lines.Add(text);
    }
}
