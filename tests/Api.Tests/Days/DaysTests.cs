using System.Net;
using Xunit;

namespace RechargeMonitor.Api.Tests.Days;

public sealed class DaysTests
{
    [Fact]
    public async Task Days_None_AreEmptyLists()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.GetAsync("/api/v1/days");

        Assert.Equal($$"""{"revision":{{host.View.Revision}},"asOf":"2017-04-12T04:00:00.000Z","days":[],"future":[]}""", answer.ToJsonString());
    }

    [Fact]
    public async Task Days_SomeLaterThanTomorrow_StandApart()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var day in new[] { "20170411", "20170501", "20170413", "20170414", "20170412" })
            host.Figures.Order(day, "0301").Publish();

        var answer = await host.GetAsync("/api/v1/days");

        Assert.Equal("""["20170413","20170412","20170411"]""", answer["days"]!.ToJsonString());
        Assert.Equal("""["20170501","20170414"]""", answer["future"]!.ToJsonString());
        Assert.Equal("20170413", (await host.GetAsync("/api/v1/overview"))["day"]!.GetValue<string>());
        Assert.Equal("20170501", (await host.GetAsync("/api/v1/overview?day=20170501"))["day"]!.GetValue<string>());
    }

    [Fact]
    public async Task Days_MidnightInChina_BringsTheNextOne()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Order("20170414", "0301").Publish();
        Assert.Equal("""["20170412"]""", (await host.GetAsync("/api/v1/days"))["days"]!.ToJsonString());

        host.Time.Advance(TimeSpan.FromHours(12));

        Assert.Equal("""["20170414","20170412"]""", (await host.GetAsync("/api/v1/days"))["days"]!.ToJsonString());
        Assert.Equal("20170414", (await host.GetAsync("/api/v1/overview"))["day"]!.GetValue<string>());
    }

    [Fact]
    public async Task Days_OnlyFutureOnes_GiveNoDefault()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20180101", "0301").Publish();

        using var response = await host.Client.GetAsync("/api/v1/overview");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Days_Retired_AreGoneAndSaySo()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170411", "0301").Order("20170412", "0301").Publish();
        await host.GetAsync("/api/v1/overview?day=20170411");

        host.Figures.Retire("20170411");

        Assert.Equal("""["20170412"]""", (await host.GetAsync("/api/v1/days"))["days"]!.ToJsonString());
        using var response = await host.Client.GetAsync("/api/v1/overview?day=20170411");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("no longer kept", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
