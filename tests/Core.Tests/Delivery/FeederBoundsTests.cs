using System.Text;
using RechargeMonitor.Core.Delivery;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

/// <summary>What a feeder says that it holds is what it holds, and it lets go of it.</summary>
public sealed class FeederBoundsTests
{
    private const string Partition = "JsonData-0";
    private const int Minutes = 6_000;

    [Fact]
    public void MemoryBytes_OpenOutbox_IsAtLeastWhatItAllocates()
    {
        _ = new Outbox(DeliveryLimits.EventBytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outbox = new Outbox(DeliveryLimits.EventBytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(outbox.MemoryBytes, allocated, allocated * 2);
    }

    [Fact]
    public void UnconfirmedBytes_ThousandsOfOpenTargets_CountsEachOfThem()
    {
        var feeder = new Feeder(1);
        TakeMinutes(feeder, Partition);

        Assert.InRange(feeder.UnconfirmedBytes, Minutes * new Outbox(DeliveryLimits.EventBytes).MemoryBytes, Minutes * 2048);
    }

    [Fact]
    public void UnconfirmedEvents_TargetsThatWereTouched_CountUntilTheirRangeIsCommitted()
    {
        var feeder = new Feeder(1);
        TakeMinutes(feeder, Partition);
        var open = feeder.UnconfirmedEvents;
        var (events, ranges) = feeder.Seal(DateTimeOffset.UnixEpoch);
        var isSealed = feeder.UnconfirmedEvents;
        feeder.Commit(Assert.Single(ranges));

        Assert.Equal((events.Count, events.Count, 0), (open, isSealed, feeder.UnconfirmedEvents));
        Assert.InRange(events.Count, Minutes, Minutes * 3);
        Assert.Equal(0, feeder.UnconfirmedBytes);
    }

    [Fact]
    public void UnconfirmedEvents_EventsThatAreFull_CountFromWhenTheyAreTaken()
    {
        var feeder = new Feeder(1, eventBytes: 1);
        feeder.Open(Partition, 0);
        var taken = 0;
        for (var number = 0; number < 10; number++)
        {
            feeder.Take(Partition, number, number + 1, LineOf(DateTime.UnixEpoch));
            taken += feeder.TakeFullEvents().Count;
        }

        Assert.Equal(30, taken);
        Assert.Equal(taken + 3, feeder.UnconfirmedEvents);
    }

    [Fact]
    public void UnconfirmedBytes_RejectedLines_CountUntilTheirRangeIsCommitted()
    {
        var feeder = new Feeder(1);
        feeder.Open(Partition, 0);
        var line = Encoding.UTF8.GetBytes(new string('x', DeliveryLimits.MaxRejectBytes));
        for (var number = 0; number < 2 * DeliveryLimits.MaxRejects; number++)
            feeder.Take(Partition, number, number + 1, line);
        var least = (long)DeliveryLimits.MaxRejects * DeliveryLimits.MaxRejectBytes;

        Assert.InRange(feeder.UnconfirmedBytes, least, 3 * least);
        var range = Assert.Single(feeder.Seal(DateTimeOffset.UnixEpoch).Ranges);
        Assert.InRange(feeder.UnconfirmedBytes, least, 3 * least);
        feeder.Commit(range);
        Assert.Equal(0, feeder.UnconfirmedBytes);
    }

    [Fact]
    public void Return_ABurstOfOutboxes_KeepsABoundedAmountOfMemory()
    {
        var pool = new OutboxPool(DeliveryLimits.EventBytes);
        var taken = Enumerable.Range(0, Minutes).Select(number => pool.Take(TargetId.Minute(DateOnly.MinValue, number % 1440, 0))).ToArray();
        foreach (var outbox in taken)
            pool.Return(outbox);
        Assert.InRange(pool.MemoryBytes, DeliveryLimits.MaxPooledBytes - taken[0].MemoryBytes, DeliveryLimits.MaxPooledBytes);

        foreach (var _ in taken)
            pool.Take(TargetId.Minute(DateOnly.MinValue, 0, 0));
        Assert.Equal(0, pool.MemoryBytes);
    }

    /// <summary>Otherwise a reader that waits for room would wait for good: nothing is left to seal.</summary>
    [Fact]
    public void Close_PartitionWithOpenTargets_LetsGoOfThem()
    {
        var feeder = new Feeder(1);
        TakeMinutes(feeder, Partition);
        feeder.Close(Partition);

        Assert.Equal((0L, 0, false), (feeder.UnconfirmedBytes, feeder.UnconfirmedEvents, feeder.HasUnsealed));
    }

    [Fact]
    public void Close_PartitionsWhoseBatchesShareEvents_LeavesThemToTheNextSeal()
    {
        var feeder = new Feeder(1);
        foreach (var partition in (string[])[Partition, "JsonData-1"])
            TakeMinutes(feeder, partition);
        feeder.Close(Partition);
        feeder.Close("JsonData-1");

        Assert.True(feeder.HasUnsealed);
        Assert.Empty(feeder.Seal(DateTimeOffset.UnixEpoch).Ranges);
        Assert.Equal((0L, 0, false), (feeder.UnconfirmedBytes, feeder.UnconfirmedEvents, feeder.HasUnsealed));
    }

    [Fact]
    public void Close_PartitionWhoseEventsWereTaken_LeavesThemToTheNextSeal()
    {
        var feeder = new Feeder(1, eventBytes: 1);
        feeder.Open(Partition, 0);
        feeder.Take(Partition, 0, 1, LineOf(DateTime.UnixEpoch));
        Assert.Equal(3, feeder.TakeFullEvents().Count);
        feeder.Seal(DateTimeOffset.UnixEpoch);
        feeder.Take(Partition, 1, 2, LineOf(DateTime.UnixEpoch));
        Assert.Equal(3, feeder.TakeFullEvents().Count);
        feeder.Close(Partition);

        Assert.Equal((3, true), (feeder.UnconfirmedEvents, feeder.HasUnsealed));
        feeder.Seal(DateTimeOffset.UnixEpoch);
        Assert.Equal((0, false), (feeder.UnconfirmedEvents, feeder.HasUnsealed));
    }

    /// <summary>How much may be read near the bound rests on it.</summary>
    [Fact]
    public void MinBytesPerTarget_ShortestOrderLine_BringsNoMoreTargets()
    {
        var feeder = new Feeder(1);
        feeder.Open(Partition, 0);
        var line = LineOf(DateTime.UnixEpoch);
        feeder.Take(Partition, 0, line.Length, line);

        Assert.InRange(feeder.UnconfirmedEvents * DeliveryLimits.MinBytesPerTarget, 1, line.Length);
    }

    private static void TakeMinutes(Feeder feeder, string partition)
    {
        feeder.Open(partition, 0);
        for (var number = 0; number < Minutes; number++)
            feeder.Take(partition, number, number + 1, LineOf(DateTime.UnixEpoch.AddMinutes(number * 7)));
    }

    private static byte[] LineOf(DateTime start) => Encoding.UTF8.GetBytes(
        $"{{\"serviceName\":\"reChargeNotifyReq\",\"requestId\":\"{start:yyyyMMddHHmmssfff}\",\"bussinessRst\":\"1\",\"provinceCode\":\"1\"}}");
}
