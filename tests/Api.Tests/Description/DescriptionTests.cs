using System.Net;
using System.Text.Json.Nodes;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Api.Tests.Description;

public sealed class DescriptionTests
{
    public static TheoryData<string, string> Answers => new()
    {
        { "/api/v1/days", "/api/v1/days" },
        { "/api/v1/overview", "/api/v1/overview" },
        { "/api/v1/trend", "/api/v1/trend" },
        { "/api/v1/trend", "/api/v1/trend?by=hour" },
        { "/api/v1/provinces", "/api/v1/provinces" },
        { "/api/v1/provinces/{code}", "/api/v1/provinces/200" },
        { "/api/v1/provinces/{code}", "/api/v1/provinces/991" },
        { "/api/v1/provinces/{code}", "/api/v1/provinces/123456" },
        { "/api/v1/interfaces", "/api/v1/interfaces" },
        { "/api/v1/interfaces/{service}", "/api/v1/interfaces/sendRechargeReq" },
        { "/api/v1/breakdowns/{by}", "/api/v1/breakdowns/gateway" },
        { "/api/v1/audit", "/api/v1/audit" },
        { "/api/v1/rejects", "/api/v1/rejects" },
        { "/api/v1/alerts", "/api/v1/alerts" },
        { "/healthz", "/healthz" },
        { "/readyz", "/readyz" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Get_AnyAnswer_IsAsPublished(string path, string request)
    {
        await using var host = await ApiHost.StartAsync();
        Publish(host);
        var check = new SchemaCheck(await host.GetAsync("/openapi/v1.json"));

        var answer = await host.GetAsync(request);

        Assert.Empty(check.Faults(path, "200", "application/json", answer));
        if (path.StartsWith("/api/", StringComparison.Ordinal))
            Assert.Equal(["revision", "asOf"], answer.Select(property => property.Key).Take(2));
    }

    [Theory]
    [InlineData("/api/v1/overview", "/api/v1/overview?day=tomorrow", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/provinces/{code}", "/api/v1/provinces/77", HttpStatusCode.NotFound)]
    public async Task Get_AnyProblem_IsAsPublished(string path, string request, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync();
        Publish(host);
        var check = new SchemaCheck(await host.GetAsync("/openapi/v1.json"));

        using var response = await host.Client.GetAsync(request);

        Assert.Equal(status, response.StatusCode);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Empty(check.Faults(path, ((int)status).ToString(), "application/problem+json", body));
    }

    [Fact]
    public async Task Document_EveryCall_SaysWhatItIsAndWhatItTakes()
    {
        await using var host = await ApiHost.StartAsync();

        var document = await host.GetAsync("/openapi/v1.json");

        var paths = document["paths"]!.AsObject();
        Assert.Equal(14, paths.Count);
        foreach (var (path, calls) in paths)
        {
            var (method, call) = Assert.Single(calls!.AsObject());
            Assert.Equal("get", method);
            Assert.False(string.IsNullOrEmpty(call!["summary"]?.GetValue<string>()), $"{path} has no summary");
            foreach (var parameter in call["parameters"]?.AsArray() ?? [])
                Assert.False(string.IsNullOrEmpty(parameter!["description"]?.GetValue<string>()), $"{path}: {parameter["name"]} has no description");
        }

        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            foreach (var (property, published) in schema!["properties"]?.AsObject() ?? [])
                Assert.False(string.IsNullOrEmpty(published!["description"]?.GetValue<string>()), $"{name}.{property} has no description");
        }
    }

    private static void Publish(ApiHost host)
    {
        host.Figures
            .Order("20170412", "0301").Order("20170412", "0302", succeeded: false).Order("20170412", "0410", province: "123456", amountFen: 999_999_999_999_999)
            .Call("20170412", "0301", Service.PayNotifyReq)
            .Call("20170412", "0301", Service.SendRechargeReq, result: "0001").Call("20170412", "0302", Service.SendRechargeReq)
            .Order("20170414", "0000")
            .Publish();
        host.Figures.Commit("a", 100, (LineOutcome.Counted, Service.ReChargeNotifyReq), (LineOutcome.Rejected, default));
        host.Figures.Reject("a", new RejectedLine(40, RejectReason.NotAnObject, "{ <b>", host.Time.GetUtcNow()));
    }
}
