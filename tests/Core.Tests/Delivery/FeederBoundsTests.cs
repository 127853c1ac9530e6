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
    public void UnconfirmedBytes_ThousandsOfOpenTargets_IsTheMemoryThatTheyTake()
    {
        TakeMinutes(new Feeder(1), Partition);
        var feeder = new Feeder(1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        TakeMinutes(feeder, Partition);
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.InRange(feeder.UnconfirmedBytes, taken / 2, taken * 2);
        Assert.InRange(feeder.UnconfirmedBytes, Minutes * 500, long.MaxValue);
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
    public void Commit_AfterABurstOfTargets_LetsGoOfTheirMemory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var feeder = new Feeder(1);
        TakeMinutes(feeder, Partition);
        feeder.Commit(Assert.Single(feeder.Seal(DateTimeOffset.UnixEpoch).Ranges));
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(feeder);

        Assert.InRange(kept, 0, DeliveryLimits.MaxPooledBytes + (1024 * 1024));
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
