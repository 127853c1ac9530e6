using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace RechargeMonitor.Api.Tests.Answers;

public sealed class ProblemTests
{
    [Theory]
    [InlineData("/api/v1/overview?day=2017-04-12", 400, "day", "2017-04-12")]
    [InlineData("/api/v1/overview?day=", 400, "day", "")]
    [InlineData("/api/v1/overview?day=20170230", 400, "day", "20170230")]
    [InlineData("/api/v1/overview?day=20170412&day=20170411", 400, "day", "20170412,20170411")]
    [InlineData("/api/v1/overview?day=20170411", 404, "day", "20170411")]
    [InlineData("/api/v1/trend?day=20170411&by=day", 400, "by", "day")]
    [InlineData("/api/v1/trend?by=", 400, "by", "")]
    [InlineData("/api/v1/trend?from=2400", 400, "from", "2400")]
    [InlineData("/api/v1/trend?from=0360", 400, "from", "0360")]
    [InlineData("/api/v1/trend?to=3", 400, "to", "3")]
    [InlineData("/api/v1/trend?to=-1", 400, "to", "-1")]
    [InlineData("/api/v1/trend?from=201704110300", 400, "from", "201704110300")]
    [InlineData("/api/v1/trend?from=201799990300", 400, "from", "201799990300")]
    [InlineData("/api/v1/trend?from=0401&to=0400", 400, "from", "0401")]
    [InlineData("/api/v1/trend?by=hour&from=٠٣", 400, "from", "٠٣")]
    [InlineData("/api/v1/provinces?day=x", 400, "day", "x")]
    [InlineData("/api/v1/provinces/77", 404, "code", "77")]
    [InlineData("/api/v1/provinces/other", 404, "code", "other")]
    [InlineData("/api/v1/provinces/guangdong", 400, "code", "guangdong")]
    [InlineData("/api/v1/provinces/1234567", 400, "code", "1234567")]
    [InlineData("/api/v1/provinces/200?day=20170411", 404, "day", "20170411")]
    [InlineData("/api/v1/interfaces/refund", 404, "service", "refund")]
    [InlineData("/api/v1/interfaces/sendPayReq?from=abc", 400, "from", "abc")]
    [InlineData("/api/v1/breakdowns/province", 400, "by", "province")]
    [InlineData("/api/v1/rejects?limit=0", 400, "limit", "0")]
    [InlineData("/api/v1/rejects?limit=1001", 400, "limit", "1001")]
    [InlineData("/api/v1/rejects?limit=ten", 400, "limit", "ten")]
    [InlineData("/api/v1/nothing", 404, null, null)]
    [InlineData("/api", 404, null, null)]
    public async Task Get_WrongRequest_SaysWhatIsWrong(string path, int status, string? parameter, string? value)
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Publish();

        using var response = await host.Client.GetAsync(path);

        var problem = await ReadAsync(response, status);
        Assert.Equal((parameter, value), (problem["parameter"]?.GetValue<string>(), problem["value"]?.GetValue<string>()));
        Assert.Equal(parameter is not null, problem.ContainsKey("expected"));
    }

    [Theory]
    [InlineData("POST", "/api/v1/overview")]
    [InlineData("DELETE", "/api/v1/provinces/200")]
    [InlineData("PUT", "/api/v1/live")]
    public async Task Send_WrongMethod_IsNotAllowed(string method, string path)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        await ReadAsync(response, 405);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow.Order());
    }

    [Theory]
    [InlineData("/api/v1/overview")]
    [InlineData("/api/v1/trend")]
    [InlineData("/api/v1/provinces/200")]
    [InlineData("/api/v1/interfaces")]
    public async Task Get_NoFiguresAtAll_SaysSo(string path)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.GetAsync(path);

        var problem = await ReadAsync(response, 404);
        Assert.Contains("no figures yet", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_LongAndNastyValue_IsShownCutAndHarmless()
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.GetAsync("/api/v1/overview?day=%3Cscript%3E%0D%0A%1B" + new string('9', 5000));

        var body = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<", body, StringComparison.Ordinal);
        var value = JsonNode.Parse(body)!["value"]!.GetValue<string>();
        Assert.Equal("<script>\uFFFD\uFFFD\uFFFD" + new string('9', 53) + "…", value);
    }

    [Fact]
    public async Task Get_Failure_IsAProblemWithoutItsCause()
    {
        await using var host = await ApiHost.StartAsync();
        host.App.MapGet("/api/v1/broken", IResult () => throw new InvalidOperationException("secret"));

        using var response = await host.Client.GetAsync("/api/v1/broken");

        var problem = await ReadAsync(response, 500);
        Assert.DoesNotContain("secret", problem.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, int status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True((HttpStatusCode)status == response.StatusCode, $"expected {status}, got {(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        var problem = JsonNode.Parse(body)!.AsObject();
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        Assert.False(string.IsNullOrEmpty(problem["title"]!.GetValue<string>()));
        return problem;
    }
}
