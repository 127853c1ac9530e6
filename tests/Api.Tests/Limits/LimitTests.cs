using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using RechargeMonitor.Api.Limits;
using RechargeMonitor.Api.Tests.Access;
using RechargeMonitor.Api.Tests.Live;
using Xunit;

namespace RechargeMonitor.Api.Tests.Limits;

public sealed class LimitTests : IDisposable
{
    private readonly KeysOfTest keys = new();

    public void Dispose() => keys.Dispose();

    [Fact]
    public async Task Get_MoreThanItsShare_IsRefusedForThatClientAlone()
    {
        await using var host = await ApiHost.StartAsync(access: keys.Options, rules: KeysOfTest.Rules, limit: limits => limits.RequestsPerSecond = 1);
        var refused = 0;
        for (var number = 0; number < 20; number++)
        {
            using var answer = await GetAsync(host, "/api/v1/days", keys.Viewer);
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.Equal(("application/problem+json", "1"), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.RetryAfter?.ToString()));
        }

        Assert.InRange(refused, 1, 18);
        using var other = await GetAsync(host, "/api/v1/days", keys.Operator);
        using var probe = await GetAsync(host, "/healthz", keys.Viewer);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (other.StatusCode, probe.StatusCode));
    }

    [Fact]
    public async Task Get_TryingKeys_IsBoundedByTheAddress()
    {
        await using var host = await ApiHost.StartAsync(access: keys.Options, rules: KeysOfTest.Rules, limit: limits => limits.RequestsPerSecond = 1);
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 20; number++)
        {
            using var answer = await GetAsync(host, "/api/v1/days", $"rm_{number:D43}");
            statuses.Add(answer.StatusCode);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task Follow_MoreThanOneClientMay_IsRefusedAndFreedAgain()
    {
        await using var host = await ApiHost.StartAsync(overNetwork: true, limit: limits => limits.LivePerClient = 2);
        var followers = host.App.Services.GetRequiredService<ClientLimits>();
        await using var one = await EventReader.ConnectAsync(host);
        await using (await EventReader.ConnectAsync(host))
        {
            using var third = await host.Client.GetAsync("/api/v1/live", HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        }

        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (followers.Followers > 1)
        {
            Assert.False(bound.IsCancellationRequested, $"expected one follower, found {followers.Followers}");
            await Task.Delay(5);
        }

        await using var again = await EventReader.ConnectAsync(host);
    }

    [Fact]
    public async Task Follow_MoreThanAllMay_IsRefused()
    {
        await using var host = await ApiHost.StartAsync(overNetwork: true, limit: limits => limits.LiveConnections = 1);
        await using var one = await EventReader.ConnectAsync(host);

        using var second = await host.Client.GetAsync("/api/v1/live", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
    }

    [Theory]
    [InlineData("10.1.2.3", false)]
    [InlineData("127.0.0.0/8", true)]
    public async Task Get_ForwardedAddress_CountsFromTrustedProxiesAlone(string proxies, bool isTrusted)
    {
        await using var host = await ApiHost.StartAsync(overNetwork: true, limit: limits =>
        {
            limits.RequestsPerSecond = 1;
            limits.TrustedProxies.Add(proxies);
        });
        var refused = 0;
        for (var number = 0; number < 10; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/days");
            request.Headers.Add("X-Forwarded-For", $"192.0.2.{number}");
            using var answer = await host.Client.SendAsync(request);
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        Assert.Equal(isTrusted, refused == 0);
    }

    private static async Task<HttpResponseMessage> GetAsync(ApiHost host, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await host.Client.SendAsync(request);
    }
}
