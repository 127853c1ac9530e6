using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using Xunit;
using static System.Text.Encoding;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class TargetTests
{
    private const string Partition = "JsonData-0";
    private static readonly TargetId Minute = TargetId.Minute(new(2017, 4, 12), 180, 0);
    private static readonly byte[] Line = UTF8.GetBytes(Oracle.SampleLine.Order());

    private readonly Feeder feeder = new(1);
    private readonly Target<MinuteTally> target = new(Minute);
    private long offset;

    public TargetTests() => feeder.Open(Partition, 0);

    [Fact]
    public void Apply_BatchAgain_IsRepeated()
    {
        var batch = Next();
        Assert.Equal(ApplyResult.Counted, target.Apply(batch));
        Assert.Equal(ApplyResult.Repeated, target.Apply(batch));
        Assert.Equal((1, 1), (target.Tally.Orders.Total, target.Applied(Partition)));
    }

    [Fact]
    public void Apply_BatchAfterALostOne_IsAGapUntilTheLostOneComes()
    {
        var (first, second) = (Next(), Next());
        Assert.Equal(ApplyResult.Gap, target.Apply(second));
        Assert.True(target.HasGap(Partition));
        Assert.False(target.IsDirty);
        Assert.Equal(ApplyResult.Counted, target.Apply(first));
        Assert.False(target.HasGap(Partition));
        Assert.Equal(ApplyResult.Counted, target.Apply(second));
        Assert.Equal(2, target.Tally.Orders.Total);
    }

    [Fact]
    public void Apply_OverlappingBatch_CountsOnlyWhatIsNew()
    {
        target.Apply(Next());
        var again = new Feeder(1);
        again.Open(Partition, 0);
        for (var number = 0L; number < 3; number++)
            again.Take(Partition, number, number + 1, Line);

        Assert.Equal(ApplyResult.Counted, target.Apply(again.Seal(default).Events.Single(sent => sent.Target == Minute).Payload));
        Assert.Equal((3, 3), (target.Tally.Orders.Total, target.Applied(Partition)));
    }

    [Fact]
    public void Apply_BatchOfALaterStart_RaisesTheAppliedOffsetToTheCommitted()
    {
        feeder.Open(Partition, offset = 100);
        Assert.Equal(ApplyResult.Counted, target.Apply(Next()));
        Assert.Equal((1, 101), (target.Tally.Orders.Total, target.Applied(Partition)));
    }

    [Fact]
    public void Stored_AfterEncode_IsTheStateThatIsLoaded()
    {
        target.Apply(Next());
        var form = target.Encode(DateTimeOffset.UnixEpoch);
        Assert.True(target.IsDirty);
        target.Stored(DateTimeOffset.UnixEpoch);
        var loaded = new Target<MinuteTally>(Minute, form);

        Assert.False(target.IsDirty);
        Assert.Equal((target.Revision, target.AsOf, 1L), (loaded.Revision, loaded.AsOf, loaded.Applied(Partition)));
    }

    /// <summary>The event with the next line. Sealing again before a commit sends on, as full events do.</summary>
    private byte[] Next()
    {
        feeder.Take(Partition, offset, ++offset, Line);
        return feeder.Seal(default).Events.Single(sent => sent.Target == Minute).Payload;
    }
}
