using System.Runtime.CompilerServices;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Figures;

/// <summary>What one service did in one minute.</summary>
public struct CallCounts
{
    /// <summary>Counted lines.</summary>
    public long Calls;

    /// <summary>Those whose <c>interFacRst</c> is there and is not <c>0000</c>.</summary>
    public long Failed;

    /// <summary>Those without <c>interFacRst</c>.</summary>
    public long WithoutResult;
}

/// <summary>The figures of one minute.</summary>
public sealed class MinuteTally : ITally<MinuteTally>
{
    // The first version of the form that has what is known by province, and durations.
    private const byte WithProvinces = 2;

    private readonly CallCounts[] calls = new CallCounts[Services.Count];
    private OrderCounts orders;
    private MinuteProvinces provinces;

    /// <inheritdoc/>
    public static MinuteTally Empty => new();

    /// <summary>The minute's orders.</summary>
    public ref readonly OrderCounts Orders => ref orders;

    /// <summary>The minute's orders by province.</summary>
    public ref readonly MinuteProvinces Provinces => ref provinces;

    /// <summary>Recharge durations of the minute's succeeded orders.</summary>
    public MinuteDurations Recharge { get; private set; } = new();

    /// <summary>The minute's calls of a service.</summary>
    public ref readonly CallCounts Calls(Service service) => ref calls[(int)service];

    /// <inheritdoc/>
    public void Add(in Notification notification)
    {
        AddCounts(notification);
        if (!notification.IsOrder)
            return;
        provinces.Add(notification);
        if (notification.Succeeded)
            Recharge.Add(notification.DurationMs);
    }

    /// <summary>Counts one notification without provinces and durations, which only alert rules ask for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void AddCounts(in Notification notification)
    {
        ref var count = ref calls[(int)notification.Service];
        count.Calls++;
        if (notification.InterfaceFailed)
            count.Failed++;
        if (notification.InterfaceResult.IsEmpty)
            count.WithoutResult++;
        if (notification.IsOrder)
            orders.Add(notification);
    }

    /// <inheritdoc/>
    public void Merge(MinuteTally from)
    {
        OrderCounts.Merge(ref orders, in from.orders);
        provinces.Merge(from.provinces);
        Recharge.Merge(from.Recharge);
        for (var service = 0; service < Services.Count; service++)
        {
            calls[service].Calls += from.calls[service].Calls;
            calls[service].Failed += from.calls[service].Failed;
            calls[service].WithoutResult += from.calls[service].WithoutResult;
        }
    }

    /// <inheritdoc/>
    public bool Retire() => false;

    /// <inheritdoc/>
    public void WriteTo(FormWriter writer)
    {
        OrderCounts.Write(writer, orders);
        foreach (ref readonly var count in calls.AsSpan())
        {
            writer.WriteCount(count.Calls);
            writer.WriteCount(count.Failed);
            writer.WriteCount(count.WithoutResult);
        }

        provinces.WriteTo(writer);
        Recharge.WriteTo(writer);
    }

    /// <inheritdoc/>
    public static MinuteTally ReadFrom(ref FormReader reader, byte version)
    {
        var tally = new MinuteTally { orders = OrderCounts.Read(ref reader) };
        foreach (ref var count in tally.calls.AsSpan())
            count = new CallCounts { Calls = reader.ReadCount(), Failed = reader.ReadCount(), WithoutResult = reader.ReadCount() };
        if (version < WithProvinces)
            return tally;
        tally.provinces = MinuteProvinces.ReadFrom(ref reader);
        tally.Recharge = MinuteDurations.ReadFrom(ref reader);
        return tally;
    }
}
