using RechargeMonitor.Oracle;

namespace RechargeMonitor.Simulation;

/// <summary>A line at its place. It is there to be read from a moment on.</summary>
internal readonly record struct SimulatedLine(long Offset, long Next, long FromMs, PoolLine Line);

/// <summary>A partition: its lines never change, but more of them come, and the first ones may be lost before they are read.</summary>
internal sealed class SimulatedPartition
{
    private readonly List<SimulatedLine> lines = [];

    /// <summary>Makes a partition.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">How many lines it has in the end.</param>
    /// <param name="lost">How many of them, the first ones, it may lose.</param>
    /// <param name="lastMs">When the last of them comes at the latest.</param>
    /// <param name="random">Chance.</param>
    public SimulatedPartition(string name, int count, int lost, long lastMs, SmallRandom random)
    {
        (Name, var offset, var fromMs) = (name, 0L, 0L);
        var pauseMs = (int)(lastMs / count) * 2;
        for (var index = 0; index < count; index++)
        {
            // Offsets have holes, as Kafka's have and those of bytes.
            offset += random.Chance(4) ? 1 + random.Below(5) : 0;
            var line = random.Pick(index < lost ? LinePool.Lost : LinePool.All);
            lines.Add(new SimulatedLine(offset, offset + 1 + random.Below(2), fromMs, line));
            offset = lines[index].Next;
            fromMs = Math.Min(lastMs, fromMs + (random.Chance(3) ? random.Below(pauseMs * 3) : 0));
            End = offset;
        }

        LostBelow = lost > 0 ? lines[lost - 1].Next : 0;
    }

    public string Name { get; }

    /// <summary>The offset behind its last line.</summary>
    public long End { get; }

    /// <summary>Below this offset messages may be lost.</summary>
    public long LostBelow { get; }

    /// <summary>The first offset that is there to be read still.</summary>
    public long Low { get; private set; }

    public IReadOnlyList<SimulatedLine> Lines => lines;

    public void LoseFirst() => Low = LostBelow;

    /// <summary>The lines that are there by now, from an offset on.</summary>
    public IEnumerable<SimulatedLine> From(long offset, long nowMs)
    {
        var place = lines.BinarySearch(new SimulatedLine(offset, 0, 0, null!), Comparer<SimulatedLine>.Create((x, y) => x.Offset.CompareTo(y.Offset)));
        for (var index = place < 0 ? ~place : place; index < lines.Count && lines[index].FromMs <= nowMs; index++)
            yield return lines[index];
    }
}
