using RechargeMonitor.Contracts;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Feeding;

public sealed class SiloChangesTests
{
    private static readonly Uri First = new("gwy.tcp://127.0.0.1:30000/1");
    private static readonly Uri FirstAgain = new("gwy.tcp://127.0.0.1:30000/2");
    private static readonly Uri Second = new("gwy.tcp://127.0.0.2:30000/1");

    [Fact]
    public void Found_FirstTime_IsNoChange()
    {
        using var silos = new SiloChanges();
        var loss = silos.NextLoss;
        silos.Found([First, Second]);
        silos.Found([Second, First]);
        Assert.Equal(0, silos.Count);
        Assert.False(loss.IsCancellationRequested);
    }

    [Fact]
    public void Found_OneMore_IsNoLoss()
    {
        using var silos = Known(First);
        var loss = silos.NextLoss;
        silos.Found([First, Second]);
        Assert.Equal(1, silos.Count);
        Assert.False(loss.IsCancellationRequested);
    }

    [Fact]
    public void Found_OneLess_IsALossOnce()
    {
        using var silos = Known(First, Second);
        var loss = silos.NextLoss;
        silos.Found([First]);
        Assert.Equal(1, silos.Count);
        Assert.True(loss.IsCancellationRequested);
        Assert.False(silos.NextLoss.IsCancellationRequested);
    }

    [Fact]
    public void Found_OneStartedAgain_IsALoss()
    {
        using var silos = Known(First, Second);
        var loss = silos.NextLoss;
        silos.Found([FirstAgain, Second]);
        Assert.True(loss.IsCancellationRequested);
    }

    [Fact]
    public void Found_None_IsALossAndTheNextOnesAChange()
    {
        using var silos = Known(First);
        var loss = silos.NextLoss;
        silos.Found([]);
        silos.Found([Second]);
        Assert.True(loss.IsCancellationRequested);
        Assert.Equal(2, silos.Count);
    }

    private static SiloChanges Known(params Uri[] silos)
    {
        var changes = new SiloChanges();
        changes.Found(silos);
        return changes;
    }
}
