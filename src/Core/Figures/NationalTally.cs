using System.Runtime.CompilerServices;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Figures;

/// <summary>The nationwide figures of one day.</summary>
public sealed class NationalTally : ITally<NationalTally>
{
    /// <summary>How many keys of a breakdown and day are kept apart.</summary>
    public const int MaxBreakdownKeys = 64;

    private readonly InterfaceTally[] interfaces = [new(), new(), new(), new(), new()];
    private OrderCounts orders;

    /// <inheritdoc/>
    public static NationalTally Empty => new();

    /// <summary>All orders.</summary>
    public ref readonly OrderCounts Orders => ref orders;

    /// <summary>Recharge durations of the succeeded orders.</summary>
    public DurationTally Recharge { get; private set; } = new();

    /// <summary>Payment durations of the successful payment notifications.</summary>
    public DurationTally Payment { get; private set; } = new();

    /// <summary>Orders by payment gateway.</summary>
    public BoundedMap<OrderCounts> Gateways { get; } = new(MaxBreakdownKeys);

    /// <summary>Orders by sales channel.</summary>
    public BoundedMap<OrderCounts> Channels { get; } = new(MaxBreakdownKeys);

    /// <summary>Orders by business result.</summary>
    public BoundedMap<OrderCounts> Results { get; } = new(MaxBreakdownKeys);

    /// <summary>Whether the day is no longer kept, so that only <see cref="InterfaceTally.Calls"/> means anything.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>How a service's interface did.</summary>
    public InterfaceTally Interface(Service service) => interfaces[(int)service];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in Notification notification)
    {
        interfaces[(int)notification.Service].Add(notification);
        if (notification.IsOrder)
        {
            orders.Add(notification);
            Gateways.At(notification.Gateway).Add(notification);
            Channels.At(notification.Channel).Add(notification);
            Results.At(notification.Result).Add(notification);
            if (notification.Succeeded)
                Recharge.Add(notification.DurationMs);
        }
        else if (notification.Service == Service.PayNotifyReq && notification.Succeeded)
        {
            Payment.Add(notification.DurationMs);
        }
    }

    /// <inheritdoc/>
    public void Merge(NationalTally from)
    {
        IsRetired |= from.IsRetired;
        OrderCounts.Merge(ref orders, in from.orders);
        Recharge.Merge(from.Recharge);
        Payment.Merge(from.Payment);
        Gateways.Merge(from.Gateways);
        Channels.Merge(from.Channels);
        Results.Merge(from.Results);
        for (var service = 0; service < Services.Count; service++)
            interfaces[service].Merge(from.interfaces[service]);
    }

    /// <inheritdoc/>
    public bool Retire()
    {
        IsRetired = true;
        return true;
    }

    /// <inheritdoc/>
    public void WriteTo(FormWriter writer)
    {
        writer.WriteBool(IsRetired);
        if (IsRetired)
        {
            foreach (var tally in interfaces)
                writer.WriteCount(tally.Calls);
            return;
        }

        OrderCounts.Write(writer, orders);
        Recharge.WriteTo(writer);
        Payment.WriteTo(writer);
        Gateways.WriteTo(writer, OrderCounts.Write);
        Channels.WriteTo(writer, OrderCounts.Write);
        Results.WriteTo(writer, OrderCounts.Write);
        foreach (var tally in interfaces)
            tally.WriteTo(writer);
    }

    /// <inheritdoc/>
    public static NationalTally ReadFrom(ref FormReader reader, byte version)
    {
        var tally = new NationalTally { IsRetired = reader.ReadBool() };
        if (tally.IsRetired)
        {
            for (var service = 0; service < Services.Count; service++)
                tally.interfaces[service] = InterfaceTally.OfCalls(reader.ReadCount());
            return tally;
        }

        tally.orders = OrderCounts.Read(ref reader);
        tally.Recharge = DurationTally.ReadFrom(ref reader);
        tally.Payment = DurationTally.ReadFrom(ref reader);
        tally.Gateways.ReadFrom(ref reader, OrderCounts.Read);
        tally.Channels.ReadFrom(ref reader, OrderCounts.Read);
        tally.Results.ReadFrom(ref reader, OrderCounts.Read);
        for (var service = 0; service < Services.Count; service++)
            tally.interfaces[service] = InterfaceTally.ReadFrom(ref reader);
        return tally;
    }
}
