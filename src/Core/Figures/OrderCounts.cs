using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Figures;

/// <summary>The business figures of a set of orders.</summary>
public struct OrderCounts : IMergeable<OrderCounts>
{
    /// <summary>Orders.</summary>
    public long Total;

    /// <summary>Orders with <c>bussinessRst</c> = <c>0000</c>.</summary>
    public long Succeeded;

    /// <summary>Sum of <c>chargefee</c> over the succeeded orders, in fen.</summary>
    public UInt128 AmountFen;

    /// <summary>Orders that did not succeed.</summary>
    public readonly long Failed => Total - Succeeded;

    /// <summary>Counts one order.</summary>
    public void Add(in Notification order)
    {
        Total++;
        if (!order.Succeeded)
            return;
        Succeeded++;
        AmountFen += (ulong)order.AmountFen;
    }

    /// <inheritdoc/>
    public static void Merge(ref OrderCounts into, in OrderCounts from)
    {
        into.Total += from.Total;
        into.Succeeded += from.Succeeded;
        into.AmountFen += from.AmountFen;
    }

    internal static void Write(FormWriter writer, OrderCounts counts)
    {
        writer.WriteCount(counts.Total);
        writer.WriteCount(counts.Succeeded);
        writer.WriteWide(counts.AmountFen);
    }

    internal static OrderCounts Read(ref FormReader reader)
    {
        var counts = new OrderCounts { Total = reader.ReadCount(), Succeeded = reader.ReadCount(), AmountFen = reader.ReadWide() };
        return counts.Succeeded <= counts.Total ? counts : throw new FormatException($"{counts.Succeeded} of {counts.Total} orders succeeded");
    }
}

/// <summary>A plain count.</summary>
public struct Count : IMergeable<Count>
{
    /// <summary>How many.</summary>
    public long Value;

    /// <inheritdoc/>
    public static void Merge(ref Count into, in Count from) => into.Value += from.Value;

    internal static void Write(FormWriter writer, Count count) => writer.WriteCount(count.Value);

    internal static Count Read(ref FormReader reader) => new() { Value = reader.ReadCount() };
}
