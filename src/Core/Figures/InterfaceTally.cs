using System.Runtime.CompilerServices;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Figures;

/// <summary>How one service's interface did in a day.</summary>
public sealed class InterfaceTally
{
    /// <summary>How many result codes of a service and day are kept apart.</summary>
    public const int MaxCodes = 64;

    /// <summary>Counted lines of the service.</summary>
    public long Calls { get; private set; }

    /// <summary>Calls whose <c>interFacRst</c> is there and is not <c>0000</c>.</summary>
    public long Failed { get; private set; }

    /// <summary>Calls without <c>interFacRst</c>.</summary>
    public long WithoutResult { get; private set; }

    /// <summary>Calls by <c>interFacRst</c>, where it is there.</summary>
    public BoundedMap<Count> Codes { get; } = new(MaxCodes);

    /// <summary><c>endReqTime</c> − <c>startReqTime</c>, where both are there.</summary>
    public DurationTally Latency { get; private set; } = new();

    /// <summary>Counts one call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in Notification call)
    {
        Calls++;
        if (call.InterfaceResult.IsEmpty)
            WithoutResult++;
        else
            Codes.At(call.InterfaceResult).Value++;
        if (call.InterfaceFailed)
            Failed++;
        if (call.LatencyMs != Notification.NotMeasured)
            Latency.Add(call.LatencyMs);
    }

    /// <summary>Adds another tally of the same service.</summary>
    public void Merge(InterfaceTally from)
    {
        Calls += from.Calls;
        Failed += from.Failed;
        WithoutResult += from.WithoutResult;
        Codes.Merge(from.Codes);
        Latency.Merge(from.Latency);
    }

    /// <summary>A tally of which only the number of calls is left.</summary>
    internal static InterfaceTally OfCalls(long calls) => new() { Calls = calls };

    internal void WriteTo(FormWriter writer)
    {
        writer.WriteCount(Calls);
        writer.WriteCount(Failed);
        writer.WriteCount(WithoutResult);
        Codes.WriteTo(writer, Count.Write);
        Latency.WriteTo(writer);
    }

    internal static InterfaceTally ReadFrom(ref FormReader reader)
    {
        var tally = new InterfaceTally { Calls = reader.ReadCount(), Failed = reader.ReadCount(), WithoutResult = reader.ReadCount() };
        tally.Codes.ReadFrom(ref reader, Count.Read);
        tally.Latency = DurationTally.ReadFrom(ref reader);
        return tally;
    }
}
