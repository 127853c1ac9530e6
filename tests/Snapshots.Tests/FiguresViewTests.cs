using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Snapshots.Tests.Support;
using Xunit;

namespace RechargeMonitor.Snapshots.Tests;

public sealed class FiguresViewTests
{
    [Fact]
    public void Publish_CorruptFormOfANewDay_LeavesNothing()
    {
        var view = new FiguresView(TimeProvider.System);
        var revision = view.Revision;
        var form = SampleForms.Of(SampleForms.National(), 3);

        Assert.Throws<FormatException>(() => view.Publish(SampleForms.National(), form.AsMemory(0, 20)));

        Assert.Empty(view.Days());
        Assert.Equal(revision, view.Revision);
    }

    [Fact]
    public void Publish_CorruptFormOfAKnownKey_KeepsWhatIsThere()
    {
        var view = new FiguresView(TimeProvider.System);
        var key = SampleForms.Minute(3);
        view.Publish(key, SampleForms.Of(key, 3));

        Assert.Throws<FormatException>(() => view.Publish(key, SampleForms.Of(key, 4, revision: 2).AsMemory(0, 20)));
        view.Publish(key, SampleForms.Of(key, 5, revision: 2));

        Assert.Equal(5, view.OrdersOfMinute(3));
    }

    [Fact]
    public void Publish_ToAViewThatFollows_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => FiguresView.Following(TimeProvider.System).Publish(PartitionKeys.Source("a"), SampleForms.Ledger("a", 1)));

    [Fact]
    public void MarkStale_ReadersWait_AreWoken()
    {
        var view = new FiguresView(TimeProvider.System);
        var change = view.NextChange;

        view.MarkStale(true);

        Assert.True(change.IsCompleted);
        Assert.True(view.IsStale);
        Assert.NotNull(view.StaleSince);
    }
}
