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

    // Two words: what is compiled ahead can hold no UInt128.
    private ulong amountFenHigh;

    /// <summary>Sum of <c>chargefee</c> over the succeeded orders, in fen.</summary>
    public UInt128 AmountFen
    {
        readonly get => new(amountFenHigh, AmountFenLow);
        private set => (amountFenHigh, AmountFenLow) = ((ulong)(value >> 64), (ulong)value);
    }

    /// <summary>The amount below 2^64, which is all of it unless <see cref="IsAmountWide"/>.</summary>
    internal ulong AmountFenLow { readonly get; private set; }

    /// <summary>Whether the amount passes 64 bits.</summary>
    internal readonly bool IsAmountWide => amountFenHigh > 0;

    /// <summary>Orders that did not succeed.</summary>
    public readonly long Failed => Total - Succeeded;

    /// <summary>Counts one order.</summary>
    public void Add(in Notification order)
    {
        Total++;
        if (!order.Succeeded)
            return;
        Succeeded++;
        AddAmount(0, (ulong)order.AmountFen);
    }

    /// <inheritdoc/>
    public static void Merge(ref OrderCounts into, in OrderCounts from)
    {
        into.Total += from.Total;
        into.Succeeded += from.Succeeded;
        into.AddAmount(from.amountFenHigh, from.AmountFenLow);
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

    private void AddAmount(ulong high, ulong low)
    {
        AmountFenLow += low;
        amountFenHigh += high + (AmountFenLow < low ? 1UL : 0);
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
