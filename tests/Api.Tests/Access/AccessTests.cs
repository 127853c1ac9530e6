using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Live;
using RechargeMonitor.Api.Tests.Live;
using Xunit;

namespace RechargeMonitor.Api.Tests.Access;

public sealed class AccessTests : IDisposable
{
    private static readonly AccessRules Reading = new(ViewingIsOpen: true, OperatingIsOpen: false, HasCredentials: true);

    private readonly KeysOfTest keys = new();

    public void Dispose() => keys.Dispose();

    [Fact]
    public async Task Get_Everything_NeedsTheRoleThatItSays()
    {
        await using var host = await ApiHost.StartAsync(access: keys.Options, rules: KeysOfTest.Rules);
        host.Figures.Order("20170412", "0301").Publish();
        foreach (var path in Paths(host))
        {
            var isOpen = path is "/healthz" or "/readyz" or "/login";
            var isOperators = path is "/api/v1/rejects";
            var none = await StatusAsync(host, path, null);
            var unknown = await StatusAsync(host, path, ApiKey.Prefix + new string('A', keys.Viewer.Length - ApiKey.Prefix.Length));
            var viewer = await StatusAsync(host, path, keys.Viewer);
            var owner = await StatusAsync(host, path, keys.Operator);

            Assert.True(isOpen == (none != HttpStatusCode.Unauthorized), $"{path} without a key: {none}");
            Assert.True(isOpen == (unknown != HttpStatusCode.Unauthorized), $"{path} with an unknown key: {unknown}");
            Assert.True(isOperators == (viewer == HttpStatusCode.Forbidden), $"{path} as viewer: {viewer}");
            Assert.True(owner is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{path} as operator: {owner}");
        }
    }

    [Fact]
    public async Task Get_NoSuchPath_TellsNothingWithoutAKey()
    {
        await using var host = await ApiHost.StartAsync(access: keys.Options, rules: KeysOfTest.Rules);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, "/api/v1/nothing", null));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, "/api/v1/nothing", keys.Viewer));
    }

    [Fact]
    public async Task Get_WithoutAKey_IsAProblemThatSaysHow()
    {
        await using var host = await ApiHost.StartAsync(access: keys.Options, rules: KeysOfTest.Rules);

        using var response = await host.Client.GetAsync("/api/v1/overview");

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        Assert.Contains("Authorization: Bearer", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ReadingIsOpen_KeepsRejectedLinesForOperators()
    {
        await using var host = await ApiHost.StartAsync(access: keys.Options, rules: Reading);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "/api/v1/days", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, "/api/v1/rejects", null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "/api/v1/rejects", keys.Operator));
    }

    [Theory]
    [InlineData("Basic {0}")]
    [InlineData("Bearer")]
    [InlineData("Bearer {0}x")]
    [InlineData("{0}")]
    [InlineData("Bearer {0}, Bearer {0}")]
    public async Task Get_HeaderThatIsNoKey_IsRefused(string header)
    {
        await using var host = await ApiHost.StartAsync(access: keys.Options, rules: KeysOfTest.Rules);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/days");
        request.Headers.TryAddWithoutValidation("Authorization", string.Format(null, header, keys.Operator));

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Get_KeyTakenAwayAndGiven_CountsWithoutARestart()
    {
        await using var host = await ApiHost.StartAsync(access: keys.Options, rules: KeysOfTest.Rules);
        var wall = keys.Keys[0];

        keys.Keys.Remove(wall);
        keys.Write();
        await UntilAsync(host, keys.Viewer, HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "/api/v1/days", keys.Operator));

        keys.Keys.Add(wall);
        keys.Write();
        await UntilAsync(host, keys.Viewer, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Live_KeyIsTakenAway_Ends()
    {
        await using var host = await ApiHost.StartAsync(access: keys.Options, rules: KeysOfTest.Rules);
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", keys.Viewer);
        await using var follower = await EventReader.ConnectAsync(host);
        await follower.NextAsync();

        keys.Keys.RemoveAt(0);
        keys.Write();
        await UntilAsync(host, keys.Viewer, HttpStatusCode.Unauthorized);

        host.Time.Advance(LiveEndpoint.Heartbeat);
        while (await follower.LineAsync("the stream's end") is { } line)
            Assert.True(line is "" or ": alive", $"{line} was sent to a follower whose key is gone");
    }

    [Fact]
    public void Admission_TokenExpires_HoldsUntilThen()
    {
        var time = new FakeTimeProvider();
        var expiration = time.GetUtcNow().AddMinutes(10);
        var claim = new Claim("exp", $"{expiration.ToUnixTimeSeconds()}");
        var context = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([claim])) };
        var admission = new Admission(new KeyRing(), context, time);

        time.SetUtcNow(expiration);
        Assert.True(admission.Holds, "clocks may differ");
        time.Advance(JwtAuthentication.ClockSkew);
        Assert.False(admission.Holds);
    }

    [Fact]
    public async Task Get_KeyFileBecomesGarbage_KeepsTheKeys()
    {
        await using var host = await ApiHost.StartAsync(access: keys.Options, rules: KeysOfTest.Rules);

        await File.WriteAllTextAsync(keys.File, "half of a li");
        host.Time.Advance(KeyFileWatch.Interval);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, "/api/v1/days", keys.Viewer));

        // It is read again: what is right in the next file counts.
        keys.Keys.RemoveAt(0);
        keys.Write();
        await UntilAsync(host, keys.Viewer, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("http://a/", true, true, true)]
    [InlineData("http://a/", false, false, false)]
    public void Of_NoCredentials_IsOpenOnLoopbackAlone(string _, bool isLoopback, bool viewing, bool operating)
    {
        var rules = AccessRules.Of(new AccessOptions(), isLoopback);

        Assert.Equal((viewing, operating), (rules?.ViewingIsOpen ?? false, rules?.OperatingIsOpen ?? false));
        Assert.Equal(isLoopback, rules is not null);
    }

    [Fact]
    public void Of_AllowAnonymous_OpensReadingAlone()
    {
        var options = new AccessOptions { AllowAnonymous = true };

        Assert.Equal(new AccessRules(true, false, false), AccessRules.Of(options, isLoopback: false));
    }

    [Fact]
    public void Of_Keys_ClosesLoopbackToo() => Assert.Equal(KeysOfTest.Rules, AccessRules.Of(keys.Options, isLoopback: true));

    private static IEnumerable<string> Paths(ApiHost host) => host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET"))
        .Select(endpoint => endpoint.RoutePattern.RawText!.Replace("{code}", "200", StringComparison.Ordinal)
            .Replace("{service}", "payNotifyReq", StringComparison.Ordinal).Replace("{by}", "gateway", StringComparison.Ordinal))
        .Distinct();

    private static async Task<HttpStatusCode> StatusAsync(ApiHost host, string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }

    private static async Task UntilAsync(ApiHost host, string key, HttpStatusCode expected)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        HttpStatusCode found;
        while ((found = await StatusAsync(host, "/api/v1/days", key)) != expected)
        {
            Assert.False(bound.IsCancellationRequested, $"expected {expected} after the file changed, found {found}");
            host.Time.Advance(KeyFileWatch.Interval);
            await Task.Delay(5);
        }
    }
}
