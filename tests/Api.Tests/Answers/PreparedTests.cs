using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Overview;
using RechargeMonitor.Api.Provinces;
using RechargeMonitor.Api.Trend;
using Xunit;

namespace RechargeMonitor.Api.Tests.Answers;

public sealed class PreparedTests
{
    [Fact]
    public async Task Get_NothingChanged_IsTheSameAnswer()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Publish();
        var answers = host.App.Services.GetRequiredService<FiguresAnswers>();
        var first = OverviewEndpoint.Get(answers);

        Assert.Same(first, OverviewEndpoint.Get(answers));
        Assert.Same(first, OverviewEndpoint.Get(answers, "20170412"));
        host.Figures.Order("20170412", "0301").Publish();
        Assert.NotSame(first, OverviewEndpoint.Get(answers));
    }

    [Fact]
    public async Task Get_OtherSpellings_AreTheSameAnswer()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Publish();
        var answers = host.App.Services.GetRequiredService<FiguresAnswers>();

        Assert.Same(TrendEndpoint.Get(answers), TrendEndpoint.Get(answers, "20170412", "Minute", "00", "201704122359"));
        Assert.Same(TrendEndpoint.Get(answers, by: "hour", from: "0345"), TrendEndpoint.Get(answers, by: "hour", from: "03"));
    }

    [Fact]
    public async Task Get_UnchangedFigures_AllocatesNextToNothing()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Publish();
        var answers = host.App.Services.GetRequiredService<FiguresAnswers>();
        for (var warmUp = 0; warmUp < 100; warmUp++)
            OverviewEndpoint.Get(answers);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < 1000; number++)
            OverviewEndpoint.Get(answers);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;

        Assert.True(each <= 256, $"a request for an unchanged figure allocates {each} bytes; expected at most 256");
    }

    [Fact]
    public async Task Get_OddRequests_DoNotGrowTheCache()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Publish();
        var answers = host.App.Services.GetRequiredService<FiguresAnswers>();

        for (var minute = 0; minute < 2000; minute++)
            TrendEndpoint.Get(answers, from: $"{minute / 60 % 24:00}{minute % 60:00}", to: minute < 1440 ? "2359" : null);
        for (var code = 500_000; code < 502_000; code++)
            ProvincesEndpoints.GetOne(answers, code.ToString());

        Assert.InRange(answers.Prepared, 1, AnswerCache.MaxAnswers);
    }

    [Fact]
    public void Get_LargeAnswers_DoNotGrowTheCache()
    {
        var cache = new AnswerCache();
        for (var number = 0; number < 100; number++)
            cache.Get(new AnswerKey(AnswerKind.Days, Subject: number), 1, 0, (_, _) => PreparedAnswer.OfJson(1, new byte[1024 * 1024]));

        Assert.InRange(cache.Count, 1, (int)(AnswerCache.MaxBytes / 1024 / 1024));
    }

    [Fact]
    public async Task Get_ManyAtOnce_IsMadeOnce()
    {
        var cache = new AnswerCache();
        var made = 0;
        using var start = new Barrier(8);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(TimeSpan.FromSeconds(30));
                return cache.Get(new AnswerKey(AnswerKind.Days), 5, 0, (_, _) =>
                {
                    Interlocked.Increment(ref made);
                    return PreparedAnswer.OfJson(5, Encoding.UTF8.GetBytes("{}"));
                });
            },
            TaskCreationOptions.LongRunning)));

        Assert.Equal(1, made);
        Assert.All(answers, answer => Assert.Same(answers[0], answer));
    }

    [Fact]
    public void Get_NothingThere_IsNotKept()
    {
        var cache = new AnswerCache();

        Assert.Null(cache.Get(new AnswerKey(AnswerKind.Province), 5, 0, (_, _) => null));
        Assert.Equal(0, cache.Count);
    }
}
