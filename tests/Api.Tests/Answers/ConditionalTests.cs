using System.Net;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Tests.Description;
using Xunit;

namespace RechargeMonitor.Api.Tests.Answers;

public sealed class ConditionalTests
{
    [Theory]
    [InlineData("{0}")]
    [InlineData("W/{0}")]
    [InlineData("\"other\", W/\"a,b\" ,{0}")]
    [InlineData("*")]
    public async Task Get_TagIsNamed_AnswersNotModified(string ifNoneMatch)
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Publish();
        var tag = await TagAsync(host, "/api/v1/overview");

        using var response = await GetAsync(host, "/api/v1/overview", string.Format(null, ifNoneMatch, tag));

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(tag, response.Headers.ETag?.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("\"{0}")]
    [InlineData("nonsense {0}")]
    public async Task Get_TagIsNotNamed_AnswersWhole(string ifNoneMatch)
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Publish();
        var tag = await TagAsync(host, "/api/v1/overview");

        using var response = await GetAsync(host, "/api/v1/overview", string.Format(null, ifNoneMatch, tag.Trim('"')));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Get_FiguresChanged_TagIsAnother()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Publish();
        var before = await TagAsync(host, "/api/v1/overview");

        host.Figures.Order("20170412", "0301").Publish();

        using var response = await GetAsync(host, "/api/v1/overview", before);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEqual(before, response.Headers.ETag?.ToString());
    }

    [Fact]
    public async Task Get_AnotherDayChanged_AnswerStays()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Order("20170411", "0301").Publish();
        var before = await TagAsync(host, "/api/v1/overview?day=20170412");

        host.Figures.Order("20170411", "0301").Publish();

        Assert.Equal(before, await TagAsync(host, "/api/v1/overview"));
    }

    [Fact]
    public async Task Audit_BalanceEndsByTimeAlone_AnswerIsAnother()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Publish();
        var before = await TagAsync(host, "/api/v1/audit");
        Assert.True((await host.GetAsync("/api/v1/audit"))["balanced"]!.GetValue<bool>(), "what is in flight may be ahead of the books");

        host.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.False((await host.GetAsync("/api/v1/audit"))["balanced"]!.GetValue<bool>(), "the order never arrived in the books");
        Assert.NotEqual(before, await TagAsync(host, "/api/v1/audit"));
    }

    [Theory]
    [InlineData("/api/v1/overview")]
    [InlineData("/api/v1/days")]
    [InlineData("/api/v1/trend")]
    [InlineData("/api/v1/provinces/200")]
    [InlineData("/api/v1/audit")]
    [InlineData("/api/v1/rejects")]
    [InlineData("/api/v1/alerts")]
    public async Task Get_FiguresBecomeStale_SaysSoUntilTheyAreFresh(string path)
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Publish();
        var fresh = await TagAsync(host, path);
        var body = await host.Client.GetStringAsync(path);
        Assert.DoesNotContain("stale", body, StringComparison.Ordinal);

        host.View.MarkStale(true);
        var stale = await TagAsync(host, path);

        Assert.NotEqual(fresh, stale);
        var answer = await host.GetAsync(path);
        Assert.Equal(["revision", "asOf", "stale"], answer.Select(property => property.Key).Take(3));
        Assert.True(answer["stale"]!.GetValue<bool>());
        answer.Remove("stale");
        Assert.Equal(body, answer.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Empty(new SchemaCheck(await host.GetAsync("/openapi/v1.json"))
            .Faults(path.Replace("200", "{code}", StringComparison.Ordinal), "200", "application/json", await host.GetAsync(path)));
        host.View.MarkStale(false);
        Assert.Equal(fresh, await TagAsync(host, path));
    }

    [Theory]
    [InlineData("/api/v1/overview")]
    [InlineData("/api/v1/rejects")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/healthz")]
    [InlineData("/")]
    public async Task Head_AnyPath_AnswersAsGetWithoutBody(string path)
    {
        await using var host = await ApiHost.StartAsync(overNetwork: true);
        host.Figures.Order("20170412", "0301").Publish();
        using var whole = await host.Client.GetAsync(path);

        using var head = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(whole.Headers.ETag, head.Headers.ETag);
        Assert.Equal(whole.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public void Of_OtherBytesOfTheSameRevision_IsAnotherTag()
    {
        Assert.NotEqual(EntityTag.Of(7, "a"u8), EntityTag.Of(7, "b"u8));
        Assert.Equal("\"7-ca978112ca1bbdca\"", EntityTag.Of(7, "a"u8));
    }

    private static async Task<string> TagAsync(ApiHost host, string path)
    {
        using var response = await GetAsync(host, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.ETag!.IsWeak);
        return response.Headers.ETag.ToString();
    }

    private static Task<HttpResponseMessage> GetAsync(ApiHost host, string path, string? ifNoneMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return host.Client.SendAsync(request);
    }
}
