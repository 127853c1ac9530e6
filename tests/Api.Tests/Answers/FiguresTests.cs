using System.Text.Json.Nodes;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Api.Tests.Answers;

/// <summary>What the calls answer, whole, on few figures.</summary>
public sealed class FiguresTests
{
    [Fact]
    public async Task Overview_OfADay_HasOrdersAndDurations()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301", amountFen: 5000, durationMs: 20_000).Order("20170412", "0302", amountFen: 3000, durationMs: 40_000)
            .Order("20170412", "0302", succeeded: false).Order("20170412", "0302", durationMs: Notification.WithoutDuration, amountFen: 0).Publish();

        await AssertAnswerAsync(host, "/api/v1/overview", """
            {"day":"20170412","orders":{"total":4,"succeeded":3,"failed":1,"successRate":0.75,"amountFen":8000},
             "recharge":{"count":2,"averageMs":30000,"minMs":20000,"maxMs":40000,"p50Ms":20095,"p95Ms":40000,"p99Ms":40000,"withoutDuration":1},
             "payment":{"count":0,"withoutDuration":0}}
            """);
    }

    [Theory]
    [InlineData("", "0301 0302 0410 2359")]
    [InlineData("?from=0302", "0302 0410 2359")]
    [InlineData("?from=0302&to=0410", "0302 0410")]
    [InlineData("?from=03&to=03", "0301 0302")]
    [InlineData("?from=201704120302&to=2017041204", "0302 0410")]
    [InlineData("?by=minute&to=0301", "0301")]
    [InlineData("?by=hour", "03 04 23")]
    [InlineData("?by=hour&from=04", "04 23")]
    [InlineData("?by=HOUR&from=0330&to=0401", "03 04")]
    [InlineData("?from=05&to=06&something=else", "")]
    public async Task Trend_FromAndTo_AreBothIncluded(string query, string buckets)
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Order("20170412", "0302").Order("20170412", "0410").Order("20170412", "2359").Publish();

        var answer = await host.GetAsync("/api/v1/trend" + query);

        Assert.Equal(buckets, string.Join(' ', answer["points"]!.AsArray().Select(point => point!["at"]!.GetValue<string>()[8..])));
        Assert.Equal(query.Contains("hour", StringComparison.OrdinalIgnoreCase) ? "hour" : "minute", answer["by"]!.GetValue<string>());
    }

    [Fact]
    public async Task Trend_OfAnHour_SumsItsMinutes()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301", amountFen: 1).Order("20170412", "0359", amountFen: 2).Order("20170412", "0359", succeeded: false).Publish();

        await AssertAnswerAsync(host, "/api/v1/trend?by=hour", """
            {"day":"20170412","by":"hour","points":[{"at":"2017041203","total":3,"succeeded":2,"failed":1,"successRate":0.6666666666666666,"amountFen":3}]}
            """);
    }

    [Fact]
    public async Task Provinces_OfADay_AreMostFailedFirst()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301", province: "100").Order("20170412", "0301", province: "200", succeeded: false)
            .Order("20170412", "0301", province: "77").Publish();

        await AssertAnswerAsync(host, "/api/v1/provinces", """
            {"day":"20170412","provinces":[
              {"code":"200","name":"广东","nameEn":"Guangdong","total":1,"succeeded":0,"failed":1,"successRate":0,"amountFen":0},
              {"code":"100","name":"北京","nameEn":"Beijing","total":1,"succeeded":1,"failed":0,"successRate":1,"amountFen":5000},
              {"code":"77","total":1,"succeeded":1,"failed":0,"successRate":1,"amountFen":5000}]}
            """);
        Assert.Contains("广东", await host.Client.GetStringAsync("/api/v1/provinces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Province_WithOrders_HasItsHours()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301", province: "77").Order("20170412", "0501", province: "77", succeeded: false).Publish();

        await AssertAnswerAsync(host, "/api/v1/provinces/77", """
            {"day":"20170412","code":"77","total":2,"succeeded":1,"failed":1,"successRate":0.5,"amountFen":5000,"hours":[
              {"at":"2017041203","total":1,"succeeded":1,"failed":0,"successRate":1,"amountFen":5000},
              {"at":"2017041205","total":1,"succeeded":0,"failed":1,"successRate":0,"amountFen":0}]}
            """);
    }

    [Fact]
    public async Task Province_OfTheTableWithoutOrders_AnswersZeros()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301", province: "200").Publish();

        await AssertAnswerAsync(host, "/api/v1/provinces/891", """
            {"day":"20170412","code":"891","name":"西藏","nameEn":"Tibet","total":0,"succeeded":0,"failed":0,"amountFen":0,"hours":[]}
            """);
    }

    [Fact]
    public async Task Province_Other_IsThereWhereItHasOrders()
    {
        await using var host = await ApiHost.StartAsync();
        for (var code = 500_000; code < 500_257; code++)
            host.Figures.Order("20170412", "0301", province: code.ToString());
        host.Figures.Publish();

        var answer = await host.GetAsync("/api/v1/provinces/other");

        Assert.Equal(("other", 1), (answer["code"]!.GetValue<string>(), answer["total"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Interfaces_OfADay_AreTheFiveServices()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Call("20170412", "0301", Service.SendPayReq).Publish();

        var answer = await host.GetAsync("/api/v1/interfaces");

        Assert.Equal(
            ["makeNewOrder", "sendPayReq", "payNotifyReq", "sendRechargeReq", "reChargeNotifyReq"],
            answer["interfaces"]!.AsArray().Select(item => item!["service"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("sendPayReq")]
    [InlineData("SENDPAYREQ")]
    public async Task Interface_FromAndTo_ChooseItsMinutesOnly(string service)
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Call("20170412", "0301", Service.SendPayReq, latencyMs: 100).Call("20170412", "0302", Service.SendPayReq, result: "", latencyMs: 100)
            .Call("20170412", "0303", Service.SendPayReq, result: "0001", latencyMs: 100).Call("20170412", "0302", Service.MakeNewOrder).Publish();

        await AssertAnswerAsync(host, $"/api/v1/interfaces/{service}?from=0302&to=0303", """
            {"day":"20170412","service":"sendPayReq","calls":3,"failed":1,"withoutResult":1,"failureRate":0.3333333333333333,
             "codes":{"0000":1,"0001":1},
             "latency":{"count":3,"averageMs":100,"minMs":100,"maxMs":100,"p50Ms":100,"p95Ms":100,"p99Ms":100,"withoutDuration":0},
             "minutes":[{"at":"201704120302","calls":1,"failed":0,"withoutResult":1},{"at":"201704120303","calls":1,"failed":1,"withoutResult":0}]}
            """);
    }

    [Theory]
    [InlineData("gateway", "WXPAY ALIPAY CMPAY")]
    [InlineData("channel", "6900 0705")]
    [InlineData("result", "9999 0000")]
    public async Task Breakdown_ByEach_IsMostFailedFirstThenByKey(string by, string keys)
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301", gateway: "CMPAY", channel: "0705").Order("20170412", "0301", gateway: "ALIPAY")
            .Order("20170412", "0301", gateway: "WXPAY", succeeded: false).Publish();

        var answer = await host.GetAsync($"/api/v1/breakdowns/{by}");

        Assert.Equal(by, answer["by"]!.GetValue<string>());
        Assert.Equal(keys, string.Join(' ', answer["items"]!.AsArray().Select(item => item!["key"]!.GetValue<string>())));
    }

    [Fact]
    public async Task Audit_OfSources_SumsThemAndNeedsNoDay()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Commit("b", 200, (LineOutcome.Other, default), (LineOutcome.Blank, default));
        host.Figures.Commit("a", 100, (LineOutcome.Rejected, default));

        await AssertAnswerAsync(host, "/api/v1/audit", """
            {"lines":3,"counted":0,"other":1,"rejected":1,"blank":1,
             "byService":{"makeNewOrder":0,"sendPayReq":0,"payNotifyReq":0,"sendRechargeReq":0,"reChargeNotifyReq":0},"balanced":true,
             "sources":[{"source":"source a","position":100,"lines":1,"counted":0,"other":0,"rejected":1,"blank":0},
                        {"source":"source b","position":200,"lines":2,"counted":0,"other":1,"rejected":0,"blank":1}]}
            """);
    }

    [Fact]
    public async Task Rejects_Limit_TakesTheNewest()
    {
        await using var host = await ApiHost.StartAsync();
        var at = host.Time.GetUtcNow();
        host.Figures.Commit("a", 100, (LineOutcome.Rejected, default));
        host.Figures.Reject("a", Enumerable.Range(0, 200).Select(number => new RejectedLine(number, RejectReason.NotUtf8, $"line {number}", at.AddMilliseconds(number))));

        await AssertAnswerAsync(host, "/api/v1/rejects?limit=1", """
            {"rejects":[{"source":"source a","position":199,"reason":"not valid UTF-8","line":"line 199","at":"2017-04-12T04:00:00.199Z"}]}
            """);
        Assert.Equal(100, (await host.GetAsync("/api/v1/rejects"))["rejects"]!.AsArray().Count);
        Assert.Equal(200, (await host.GetAsync("/api/v1/rejects?limit=1000"))["rejects"]!.AsArray().Count);
    }

    [Fact]
    public async Task Alerts_Now_AreNone()
    {
        await using var host = await ApiHost.StartAsync();

        await AssertAnswerAsync(host, "/api/v1/alerts", """{"alerts":[]}""");
    }

    [Fact]
    public async Task Alerts_OpenAndEnded_OpenFirst()
    {
        await using var host = await ApiHost.StartAsync();
        var state = new AlertState([new AlertRule { Name = "silent", Kind = AlertKind.SourceSilent, Warning = 60, Critical = 120, CloseAfterMinutes = 1 }]);
        var now = host.Time.GetUtcNow().AddMinutes(-10);
        state.Board.Watch(now.AddSeconds(60), new ProcessingStatus(now, [("a.log", now), ("b.log", now)], true));
        state.Board.Watch(now.AddSeconds(120), new ProcessingStatus(now, [("a.log", now), ("b.log", now.AddSeconds(119))], true));
        state.Board.Watch(now.AddSeconds(180), new ProcessingStatus(now, [("a.log", now), ("b.log", now.AddSeconds(179))], true));
        host.View.Publish(AlertState.Key, state.Encode(host.Time.GetUtcNow()));

        await AssertAnswerAsync(host, "/api/v1/alerts", """
            {"alerts":[
              {"id":"silent/a.log/20170412T035000Z","rule":"silent","kind":"sourceSilent","subject":"a.log","severity":"critical",
               "since":"2017-04-12T03:50:00.000Z","value":180,"threshold":120},
              {"id":"silent/b.log/20170412T035000Z","rule":"silent","kind":"sourceSilent","subject":"b.log","severity":"warning",
               "since":"2017-04-12T03:50:00.000Z","until":"2017-04-12T03:52:00.000Z","value":60,"threshold":60}]}
            """);
    }

    /// <summary>The body must be the expected one behind <c>revision</c> and <c>asOf</c>.</summary>
    private static async Task AssertAnswerAsync(ApiHost host, string path, string expected)
    {
        var answer = await host.GetAsync(path);
        Assert.Equal(host.View.Revision, answer["revision"]!.GetValue<long>());
        Assert.Equal("2017-04-12T04:00:00.000Z", answer["asOf"]!.GetValue<string>());
        answer.Remove("revision");
        answer.Remove("asOf");
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), answer.ToJsonString());
    }
}
