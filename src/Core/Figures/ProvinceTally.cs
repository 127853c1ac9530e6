using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Figures;

/// <summary>The orders of one province and day, by hour.</summary>
public struct ProvinceTally : IMergeable<ProvinceTally>
{
    private OrderCounts[]? hours;

    /// <summary>The orders of one hour, 0 to 23.</summary>
    public readonly OrderCounts Hour(int hour) => hours is null ? default : hours[hour];

    /// <summary>The orders of the day.</summary>
    public readonly OrderCounts Day()
    {
        var day = default(OrderCounts);
        for (var hour = 0; hour < 24; hour++)
            OrderCounts.Merge(ref day, Hour(hour));
        return day;
    }

    /// <summary>Counts one order.</summary>
    public void Add(in Notification order) => (hours ??= new OrderCounts[24])[order.MinuteOfDay / 60].Add(order);

    /// <inheritdoc/>
    public static void Merge(ref ProvinceTally into, in ProvinceTally from)
    {
        if (from.hours is null)
            return;
        into.hours ??= new OrderCounts[24];
        for (var hour = 0; hour < 24; hour++)
            OrderCounts.Merge(ref into.hours[hour], in from.hours[hour]);
    }

    internal static void Write(FormWriter writer, ProvinceTally tally)
    {
        var filled = Enumerable.Range(0, 24).Where(hour => tally.Hour(hour).Total > 0).ToArray();
        writer.WriteCount(filled.Length);
        foreach (var hour in filled)
        {
            writer.WriteCount(hour);
            OrderCounts.Write(writer, tally.Hour(hour));
        }
    }

    internal static ProvinceTally Read(ref FormReader reader)
    {
        var tally = new ProvinceTally { hours = new OrderCounts[24] };
        var filled = reader.ReadCount(24);
        for (var index = 0; index < filled; index++)
            tally.hours[reader.ReadCount(23)] = OrderCounts.Read(ref reader);
        return tally;
    }
}
