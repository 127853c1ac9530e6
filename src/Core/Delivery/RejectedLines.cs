using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// The newest rejected lines of a partition, by offset. Adding a line again changes nothing, so a feeder that starts again
/// does no harm.
/// </summary>
public sealed class RejectedLines
{
    private const byte Version = 1;

    private readonly SortedDictionary<long, RejectedLine> lines = [];

    /// <summary>The lines, by ascending offset.</summary>
    public IReadOnlyCollection<RejectedLine> Lines => lines.Values;

    /// <summary>
    /// The newest offset and one more; 0 without lines. Lines come in the order of their offsets, so it grows with every
    /// change that is stored.
    /// </summary>
    public long Revision { get; private set; }

    /// <summary>When the newest line was read.</summary>
    public DateTimeOffset AsOf { get; private set; }

    /// <summary>Adds lines and keeps the newest <see cref="DeliveryLimits.MaxRejects"/>. Returns whether that changed anything.</summary>
    public bool Add(IEnumerable<RejectedLine> added)
    {
        var changed = false;
        foreach (var line in added)
            changed |= TryAdd(line);
        while (lines.Count > DeliveryLimits.MaxRejects)
            lines.Remove(lines.Keys.First());
        return changed;
    }

    /// <summary>The stored form.</summary>
    public byte[] Encode()
    {
        var writer = new FormWriter();
        writer.WriteByte(Version);
        writer.WriteCount(lines.Count);
        foreach (var line in lines.Values)
            line.WriteTo(writer);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are no such form, or one of a newer version.</exception>
    public static RejectedLines Decode(ReadOnlySpan<byte> stored)
    {
        var reader = new FormReader(stored);
        var version = reader.ReadByte();
        if (version != Version)
            throw new FormatException($"rejected lines are stored in form {version}; this version of the monitor reads form {Version}: start a newer one");
        var rejected = new RejectedLines();
        var count = reader.ReadCount(DeliveryLimits.MaxRejects);
        for (var index = 0; index < count; index++)
        {
            var line = RejectedLine.ReadFrom(ref reader);
            if (!rejected.TryAdd(line))
                throw new FormatException($"rejected lines name offset {line.Offset} twice");
        }

        reader.ReadEnd();
        return rejected;
    }

    private bool TryAdd(RejectedLine line)
    {
        if (!lines.TryAdd(line.Offset, line))
            return false;
        if (line.Offset >= Revision)
            (Revision, AsOf) = (line.Offset + 1, line.At);
        return true;
    }
}
