using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RechargeMonitor.Api.Live;
using RechargeMonitor.Api.Tests.Description;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Api.Tests.Live;

public sealed class LiveTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Connect_Figures_SendsTheLastHourAndAllDays()
    {
        await using var host = await ApiHost.StartAsync(overNetwork: true);
        host.Figures.Order("20170412", "0200").Order("20170412", "0201").Order("20170412", "0300").Order("20170411", "0300").Order("20180101", "0000").Publish();
        await ReachAsync(host);

        await using var live = await EventReader.ConnectAsync(host);
        var (id, data) = await live.NextAsync();

        Assert.Equal("text/event-stream", live.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(host.View.Revision.ToString(), id);
        Assert.Equal("20170412", data["day"]!.GetValue<string>());
        Assert.Equal(3, data["orders"]!["total"]!.GetValue<int>());
        Assert.Equal("0201 0300", Minutes(data));
        Assert.Equal("""["20180101","20170412","20170411"]""", data["changedDays"]!.ToJsonString());
        Assert.Empty(new SchemaCheck(await host.GetAsync("/openapi/v1.json")).Faults("/api/v1/live", "200", "text/event-stream", data));
    }

    [Fact]
    public async Task Connect_NoFigures_SendsOnlyThatThereAreNone()
    {
        await using var host = await ApiHost.StartAsync();

        await using var live = await EventReader.ConnectAsync(host);
        var (_, data) = await live.NextAsync();

        Assert.Equal(["revision", "asOf", "changedDays"], data.Select(property => property.Key));
        Assert.Empty(new SchemaCheck(await host.GetAsync("/openapi/v1.json")).Faults("/api/v1/live", "200", "text/event-stream", data));
    }

    [Fact]
    public async Task Change_OfSomeMinutes_SendsJustThose()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0001").Order("20170412", "0300").Order("20170412", "0301").Publish();
        await ReachAsync(host);
        await using var live = await EventReader.ConnectAsync(host);
        await live.NextAsync();

        host.Figures.Order("20170412", "0001").Order("20170412", "0301").Publish();
        await ReachAsync(host);
        var (_, data) = await live.NextAsync();

        Assert.Equal("0001 0301", Minutes(data));
        Assert.Equal(5, data["orders"]!["total"]!.GetValue<int>());
        Assert.Equal("""["20170412"]""", data["changedDays"]!.ToJsonString());
    }

    [Fact]
    public async Task Change_OfTheBooksAlone_HasNoChangedDays()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0300").Publish();
        await ReachAsync(host);
        await using var live = await EventReader.ConnectAsync(host);
        await live.NextAsync();

        host.Figures.Commit("a", 10, (LineOutcome.Counted, Service.ReChargeNotifyReq));
        await ReachAsync(host);
        var (_, data) = await live.NextAsync();

        Assert.Equal(("[]", "[]"), (data["changedDays"]!.ToJsonString(), data["minutes"]!.ToJsonString()));
    }

    [Fact]
    public async Task Change_NewDefaultDay_SendsItsLastHour()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "2359").Publish();
        await ReachAsync(host);
        await using var live = await EventReader.ConnectAsync(host);
        await live.NextAsync();

        host.Figures.Order("20170413", "0000").Publish();
        await ReachAsync(host);
        var (_, data) = await live.NextAsync();

        Assert.Equal(("20170413", "0000"), (data["day"]!.GetValue<string>(), Minutes(data)));
        Assert.Equal("""["20170413"]""", data["changedDays"]!.ToJsonString());
    }

    [Fact]
    public async Task Change_MoreThanOneInASecond_IsOneEvent()
    {
        await using var host = await ApiHost.StartAsync();
        var feed = host.App.Services.GetRequiredService<LiveFeed>();
        host.Figures.Order("20170412", "0300").Publish();
        await ReachAsync(host);
        var number = feed.Current.Number;

        for (var change = 0; change < 10; change++)
        {
            host.Figures.Order("20170412", $"03{change:00}").Publish();
            host.Time.Advance(TimeSpan.FromMilliseconds(99));
        }

        // The event before may have been a second ago already: then one comes at the first change, and one for all others.
        await ReachAsync(host);
        Assert.InRange(feed.Current.Number, number + 1, number + 2);
    }

    [Fact]
    public async Task Connect_LastEventIdIsCurrent_SendsTheNextChangeOnly()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0300").Publish();
        await ReachAsync(host);

        await using var live = await EventReader.ConnectAsync(host, host.View.Revision.ToString());
        host.Figures.Order("20170412", "0301").Publish();
        await ReachAsync(host);
        var (_, data) = await live.NextAsync();

        Assert.Equal((2, "0301"), (data["orders"]!["total"]!.GetValue<int>(), Minutes(data)));
    }

    [Fact]
    public async Task Connect_LastEventIdIsOlder_SendsAllThatChangedSince()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0001").Order("20170412", "0002").Order("20170412", "0300").Publish();
        await ReachAsync(host);
        var seen = host.View.Revision.ToString();
        host.Figures.Order("20170412", "0001").Publish();
        await ReachAsync(host);
        host.Figures.Order("20170412", "0301").Publish();
        await ReachAsync(host);

        await using var live = await EventReader.ConnectAsync(host, seen);
        var (_, data) = await live.NextAsync();

        Assert.Equal("0001 0300 0301", Minutes(data));
    }

    [Fact]
    public async Task Stale_FiguresUnchanged_SendsItAndThatItIsOver()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0300").Publish();
        await ReachAsync(host);
        await using var live = await EventReader.ConnectAsync(host);
        var (freshId, fresh) = await live.NextAsync();

        host.View.MarkStale(true);
        await ReachAsync(host);
        var (staleId, stale) = await live.NextAsync();
        await using var late = await EventReader.ConnectAsync(host, freshId);
        var (lateId, _) = await late.NextAsync();
        host.View.MarkStale(false);
        await ReachAsync(host);
        var (_, again) = await live.NextAsync();

        Assert.False(fresh.ContainsKey("stale"));
        Assert.True(stale["stale"]!.GetValue<bool>());
        Assert.Equal((freshId + "-stale", staleId), (staleId, lateId));
        Assert.False(again.ContainsKey("stale"));
        Assert.Equal(fresh["revision"]!.ToJsonString(), stale["revision"]!.ToJsonString());
        Assert.Equal("[]", stale["changedDays"]!.ToJsonString());
        Assert.Empty(new SchemaCheck(await host.GetAsync("/openapi/v1.json")).Faults("/api/v1/live", "200", "text/event-stream", stale));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("nonsense")]
    public async Task Connect_LastEventIdIsUnknown_SendsAFullOne(string id)
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0001").Order("20170412", "0300").Publish();
        await ReachAsync(host);

        await using var live = await EventReader.ConnectAsync(host, id);

        Assert.Equal("0300", Minutes((await live.NextAsync()).Data));
    }

    [Fact]
    public async Task Heartbeat_NothingHappens_IsAComment()
    {
        await using var host = await ApiHost.StartAsync();
        await using var live = await EventReader.ConnectAsync(host);
        await live.NextAsync();

        var comment = live.LineAsync("a heartbeat");
        await UntilAsync(() => comment.IsCompleted, () => host.Time.Advance(LiveEndpoint.Heartbeat), "the heartbeat came");

        Assert.StartsWith(":", await comment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlowReader_NeverReads_DelaysNobodyAndIsDropped()
    {
        await using var host = await ApiHost.StartAsync();
        var endpoint = host.App.Services.GetRequiredService<LiveEndpoint>();
        for (var minute = 0; minute < 60; minute++)
            host.Figures.Order("20170412", $"03{minute:00}");
        host.Figures.Publish();
        await ReachAsync(host);
        await using var slow = await EventReader.ConnectAsync(host);
        await using var fast = await EventReader.ConnectAsync(host);
        await fast.NextAsync();

        // Each event is about 6 KB; after 64 KB the slow one's connection takes no more.
        for (var change = 0; change < 60 && endpoint.Subscribers > 1; change++)
        {
            for (var minute = 0; minute < 60; minute++)
                host.Figures.Order("20170412", $"03{minute:00}");
            host.Figures.Publish();
            await ReachAsync(host);
            var (id, _) = await fast.NextAsync();
            Assert.Equal(host.View.Revision.ToString(), id);
        }

        await UntilAsync(() => endpoint.Subscribers == 1, () => { }, "the slow reader was dropped");
    }

    [Fact]
    public async Task Disconnect_OfAClient_CleansUp()
    {
        await using var host = await ApiHost.StartAsync(overNetwork: true);
        var endpoint = host.App.Services.GetRequiredService<LiveEndpoint>();
        var live = await EventReader.ConnectAsync(host);
        await live.NextAsync();
        Assert.Equal(1, endpoint.Subscribers);

        await live.DisposeAsync();

        await UntilAsync(() => endpoint.Subscribers == 0, () => { }, "the subscriber was gone");
    }

    [Fact]
    public async Task Shutdown_WithSubscribers_EndsTheirStreams()
    {
        await using var host = await ApiHost.StartAsync(overNetwork: true);
        await using var live = await EventReader.ConnectAsync(host);
        await live.NextAsync();

        await host.App.StopAsync().WaitAsync(Bound);

        Assert.Null(await live.LineAsync("the end of the stream"));
    }

    [Fact]
    public async Task Head_OfLive_HasItsHeadersAndEnds()
    {
        await using var host = await ApiHost.StartAsync(overNetwork: true);

        using var response = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/v1/live")).WaitAsync(Bound);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
    }

    private static string Minutes(JsonObject data) =>
        string.Join(' ', data["minutes"]!.AsArray().Select(point => point!["at"]!.GetValue<string>()[8..]));

    /// <summary>Lets time pass until the feed has the view's newest revision.</summary>
    private static Task ReachAsync(ApiHost host)
    {
        var feed = host.App.Services.GetRequiredService<LiveFeed>();
        return UntilAsync(() => feed.Current.Revision == host.View.Revision && feed.Current.IsStale == host.View.IsStale, () => host.Time.Advance(TimeSpan.FromMilliseconds(100)), "the feed has the newest figures");
    }

    private static async Task UntilAsync(Func<bool> condition, Action meanwhile, string what)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!condition())
        {
            Assert.False(bound.IsCancellationRequested, $"waited {Bound} until {what}; it did not happen");
            meanwhile();

            // The clock of the application must not run far ahead of the threads that it wakes.
            await Task.Delay(2);
        }
    }
}
