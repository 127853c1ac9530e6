using System.Diagnostics;
using RechargeMonitor.Cluster.Tests.Support;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Week;

/// <summary>
/// Feeds a cluster with days of lines on end, of which each takes only as long as its lines take to be counted: what every
/// day leaves behind must not grow. <c>tests/week.sh --cluster</c> runs it with as many days and lines as it is asked for.
/// </summary>
[Collection(nameof(CalmCluster))]
public sealed class WeekTests(CalmCluster fixture)
{
    // Before the days of the cluster's other tests, whose newest day is known.
    private static readonly DateOnly FirstDay = new(2017, 3, 1);

    // Of what is gone, Redis keeps the newest 10,000 names, in three places.
    private const int RedisTombstoneBytes = 10_000 * 600;

    private readonly JudgedDays judged = new(CalmCluster.Plan.KeptDays);
    private readonly List<WeekSample> samples = [];

    [Fact]
    public async Task Cluster_DayAfterDay_KeptDaysAreExactAndNothingGrows()
    {
        var plan = CalmCluster.Plan;
        var cluster = await fixture.WholeAsync();
        using var feed = new DayFeed(cluster, await DayFeed.CountedAsync(cluster));
        for (var day = FirstDay; day < FirstDay.AddDays(plan.Days); day = day.AddDays(1))
        {
            var since = Stopwatch.GetTimestamp();
            await feed.CountDayAsync(day, plan.OrdersPerDay, judged.Add(day));
            var counted = Stopwatch.GetElapsedTime(since);
            await AssertExactAsync(cluster, feed.Lines);
            samples.Add(await WeekSample.OfAsync(cluster));
            FaultProof.Say($"{day:yyyyMMdd}: {feed.Lines} lines so far, this day in {counted.TotalSeconds:0} s; {samples[^1]}");
        }

        judged.AssertFlat("the database", [.. samples.Select(sample => sample.DatabaseBytes)]);
        judged.AssertFlat("the number of rows", [.. samples.Select(sample => sample.Rows)]);
        judged.AssertFlat("the number of figures in Redis", [.. samples.Select(sample => sample.RedisFigures)]);
        judged.AssertFlat("Redis", [.. samples.Select(sample => sample.RedisBytes)], RedisTombstoneBytes);
        judged.AssertFlat("the memory of silos", [.. samples.Select(sample => sample.SiloBytes)]);
        judged.AssertFlat("the memory of ingests", [.. samples.Select(sample => sample.IngestBytes)]);
        judged.AssertFlat("the memory of apis", [.. samples.Select(sample => sample.ApiBytes)]);
    }

    private async Task AssertExactAsync(TestCluster cluster, long lines)
    {
        var api = cluster.Apis[0];
        IReadOnlyList<string> listed = [];
        await FaultProof.UntilAsync(
            $"the days {string.Join(", ", judged.Kept)}",
            async () => (listed = await judged.ListedAsync(api.GetAsync)).SequenceEqual(judged.Kept),
            () => string.Join(", ", listed));
        await judged.AssertExactAsync(api.GetAsync);
        if (judged.Dropped is { } dropped)
        {
            long rows = 0;
            await FaultProof.UntilAsync($"no rows of {dropped}", async () => (rows = await WeekSample.RowsOfAsync(cluster, dropped)) == 0, () => $"{rows}");
        }

        var audit = await api.GetAsync("audit");
        Assert.True(audit["balanced"]!.GetValue<bool>(), audit.ToJsonString());
        Assert.Equal(lines, audit["lines"]!.GetValue<long>());
    }
}
