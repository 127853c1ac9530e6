using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Snapshots;
using Xunit;

namespace RechargeMonitor.Api.Tests.Audit;

/// <summary>Traffic that never stops, so that the figures never equal the books.</summary>
public sealed class BalanceTests
{
    private const int OrdersPerSecond = 10;

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2017, 4, 12, 4, 0, 0, TimeSpan.Zero));
    private readonly FiguresView view;
    private readonly PublishedFigures figures;
    private int uncommitted;

    public BalanceTests()
    {
        view = new FiguresView(time);
        figures = new PublishedFigures(view, time);
    }

    [Fact]
    public void BooksBalance_SteadyTraffic_IsTrueThroughout()
    {
        for (var second = 0; second < 240; second++)
            Assert.True(StepAndBalance(), $"after {second} s");
    }

    [Fact]
    public void BooksBalance_DatabaseFrozenForFortySeconds_IsTrueThroughout()
    {
        for (var second = 0; second < 180; second++)
            Assert.True(StepAndBalance(commits: second is < 70 or > 110), $"after {second} s");
    }

    [Fact]
    public void BooksBalance_LinesCountedTwiceUnderTraffic_IsFalseWithinAMinute()
    {
        for (var second = 0; second < 90; second++)
            Assert.True(StepAndBalance(), $"after {second} s");
        Count(1_000);
        for (var second = 0; second < 60; second++)
            StepAndBalance();
        Assert.False(view.BooksBalance);
        Assert.False(view.Books().Report.Balanced);
    }

    [Fact]
    public void BooksBalance_OneLineCountedTwice_IsFalseOnceTrafficEnds()
    {
        for (var second = 0; second < 30; second++)
            StepAndBalance();
        Count(1);
        Commit();
        Assert.True(view.BooksBalance);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(view.BooksBalance);
    }

    [Fact]
    public void BooksBalance_BooksAheadOfFigures_IsFalseAtOnce()
    {
        uncommitted = 1;
        Commit();
        Assert.False(view.BooksBalance);
    }

    /// <summary>A second of traffic: what came in it is in the figures, what came before it in the books.</summary>
    private bool StepAndBalance(bool commits = true)
    {
        if (commits)
            Commit();
        Count(OrdersPerSecond);
        uncommitted += OrdersPerSecond;
        var isBalanced = view.BooksBalance;
        time.Advance(TimeSpan.FromSeconds(1));
        return isBalanced && view.BooksBalance;
    }

    private void Count(int orders)
    {
        for (var order = 0; order < orders; order++)
            figures.Order("20170412", "0301");
        figures.Publish();
    }

    private void Commit()
    {
        figures.Commit("a", 1_000, [.. Enumerable.Repeat((LineOutcome.Counted, Service.ReChargeNotifyReq), uncommitted)]);
        uncommitted = 0;
    }
}
