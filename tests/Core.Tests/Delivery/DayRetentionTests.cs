using RechargeMonitor.Core.Delivery;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class DayRetentionTests
{
    private const int Kept = 32;
    private static readonly DateOnly Today = new(2017, 4, 12);
    private static readonly DateTimeOffset Noon = new(2017, 4, 12, 12, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Plan_DaysThatAreOver_TheNewestAreKept()
    {
        var plan = RetentionPlan.Of(Ahead(-40, 42), Today, Kept);

        Assert.Equal([.. Ahead(-40, 10).Reverse()], plan.Old);
        Assert.Equal(Today.AddDays(-31), plan.Old[0]);
        Assert.Empty(plan.Far);
    }

    [Fact]
    public void Plan_AClockThatWasAYearAheadForFortyDays_DropsNoneOfThem()
    {
        var plan = RetentionPlan.Of([Today, .. Ahead(326, 41)], Today, Kept);

        Assert.Empty(plan.Old);
        Assert.Empty(plan.Far);
    }

    [Fact]
    public void Plan_FarDays_TheNearestAreKeptAndTheRestIsBounded()
    {
        var plan = RetentionPlan.Of([.. Ahead(-2, 500), DateOnly.MaxValue, DateOnly.MinValue], Today, Kept);

        Assert.Empty(plan.Old);
        Assert.Equal([.. Ahead(RetentionPlan.MaxDaysAhead + 1 + Kept, 500 - RetentionPlan.MaxDaysAhead - 3 - Kept), DateOnly.MaxValue], plan.Far);
    }

    [Fact]
    public void Plan_AnyDays_LeaveNoMoreThanTheCalendarAndTwiceTheKept()
    {
        var all = Ahead(-3_000, 9_000);

        var plan = RetentionPlan.Of(all, Today, Kept);

        Assert.Equal((2 * Kept) + RetentionPlan.MaxDaysAhead - 1, all.Length - plan.Old.Count - plan.Far.Count);
    }

    [Fact]
    public void Plan_LastDayOfTheCalendarIsToday_NothingIsAhead() =>
        Assert.Equal([DateOnly.MinValue], RetentionPlan.Of([DateOnly.MaxValue, DateOnly.MinValue], DateOnly.MaxValue, 1).Old);

    [Theory]
    [InlineData(25, true)]
    [InlineData(23, false)]
    public async Task Sweep_ClockBehindWhatIsStored_DropsNothingFromADayOn(int hoursBehind, bool isRefused)
    {
        var targets = new StoredTargets([new(Today, false, Noon), new(Today.AddDays(-1), false, Noon.AddDays(-1)), new(Today.AddDays(-2), true, Noon.AddDays(-2))]);
        var retired = new List<TargetId>();

        var result = await new DayRetention(targets, kept: 1).SweepAsync(Noon.AddHours(-hoursBehind), RetireAsync, CancellationToken.None);

        Assert.Equal(isRefused ? Noon : null, result.StoredAhead);
        Assert.Equal(isRefused ? [] : [Today.AddDays(-2), Today.AddDays(-1)], retired.Select(target => target.Day));

        Task RetireAsync(TargetId target)
        {
            retired.Add(target);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Sweep_CallFails_OthersAreRetiredAndItIsCalledAgain()
    {
        var targets = new StoredTargets([new(Today, false, Noon), new(Today.AddDays(-1), false, Noon), new(Today.AddDays(-2), false, Noon)]);
        var retention = new DayRetention(targets, kept: 1);
        var calls = new List<DateOnly>();

        var first = await retention.SweepAsync(Noon, RetireAsync, CancellationToken.None);
        targets.Days = [.. targets.Days.Select(day => day with { IsRetired = day.Day != Today })];
        targets.HasAny = false;
        var second = await retention.SweepAsync(Noon, RetireAsync, CancellationToken.None);
        var third = await retention.SweepAsync(Noon, RetireAsync, CancellationToken.None);

        Assert.Equal([Today.AddDays(-2), Today.AddDays(-1), Today.AddDays(-2)], calls);
        Assert.Equal(Today.AddDays(-2), Assert.Single(first.Failed).Target.Day);
        Assert.Equal((1, 0, 0), (second.Targets, second.Failed.Count, third.Targets));

        Task RetireAsync(TargetId target)
        {
            calls.Add(target.Day);
            return calls.Count == 1 ? Task.FromException(new TimeoutException()) : Task.CompletedTask;
        }
    }

    private static DateOnly[] Ahead(int first, int count) => [.. Enumerable.Range(first, count).Select(Today.AddDays)];

    private sealed class StoredTargets(IReadOnlyList<StoredDay> days) : IStoredTargets
    {
        public IReadOnlyList<StoredDay> Days { get; set; } = days;

        public bool HasAny { get; set; } = true;

        public Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken) => Task.FromResult(Days);

        public Task<IReadOnlyList<TargetId>> ToRetireAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<TargetId>>(HasAny ? [.. days.Select(day => TargetId.National(day, 0))] : []);
    }
}
