using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Figures;

/// <summary>The books of a source: what became of its lines.</summary>
public sealed class LineCounts
{
    private readonly long[] counted = new long[Services.Count];

    /// <summary>All lines.</summary>
    public long Lines => Counted + Other + Rejected + Blank;

    /// <summary>Lines of the five services.</summary>
    public long Counted
    {
        get
        {
            var sum = 0L;
            foreach (var count in counted)
                sum += count;
            return sum;
        }
    }

    /// <summary>Well-formed lines of other services.</summary>
    public long Other { get; private set; }

    /// <summary>Lines that could not be counted.</summary>
    public long Rejected { get; private set; }

    /// <summary>Lines of nothing but white space.</summary>
    public long Blank { get; private set; }

    /// <summary>Counted lines of a service.</summary>
    public long Of(Service service) => counted[(int)service];

    /// <summary>Counts one line.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="service">Its service, where it was counted.</param>
    public void Add(LineOutcome outcome, Service service)
    {
        switch (outcome)
        {
            case LineOutcome.Counted:
                counted[(int)service]++;
                break;
            case LineOutcome.Other:
                Other++;
                break;
            case LineOutcome.Rejected:
                Rejected++;
                break;
            default:
                Blank++;
                break;
        }
    }

    /// <summary>Adds other counts.</summary>
    public void Merge(LineCounts from)
    {
        for (var service = 0; service < Services.Count; service++)
            counted[service] += from.counted[service];
        Other += from.Other;
        Rejected += from.Rejected;
        Blank += from.Blank;
    }

    /// <summary>Writes the counts.</summary>
    public void WriteTo(FormWriter writer)
    {
        foreach (var count in counted)
            writer.WriteCount(count);
        writer.WriteCount(Other);
        writer.WriteCount(Rejected);
        writer.WriteCount(Blank);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static LineCounts ReadFrom(ref FormReader reader)
    {
        var counts = new LineCounts();
        for (var service = 0; service < Services.Count; service++)
            counts.counted[service] = reader.ReadCount();
        counts.Other = reader.ReadCount();
        counts.Rejected = reader.ReadCount();
        counts.Blank = reader.ReadCount();
        var all = counts.counted.Aggregate((UInt128)0, (sum, count) => sum + (ulong)count) + (ulong)counts.Other + (ulong)counts.Rejected + (ulong)counts.Blank;
        return all <= long.MaxValue ? counts : throw new FormatException($"line counts add up to {all}");
    }
}
