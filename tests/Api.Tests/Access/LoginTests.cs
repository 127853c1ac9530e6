using System.Net;
using RechargeMonitor.Api.Access;
using Xunit;

namespace RechargeMonitor.Api.Tests.Access;

public sealed class LoginTests : IDisposable
{
    private readonly KeysOfTest keys = new();

    public void Dispose() => keys.Dispose();

    [Fact]
    public async Task Open_APageWithoutLogin_LeadsToTheLoginAndBack()
    {
        await using var host = await StartAsync();
        using var page = new HttpRequestMessage(HttpMethod.Get, "/?day=20170412");
        page.Headers.Add("Accept", "text/html,*/*");

        using var answer = await host.Client.SendAsync(page);

        Assert.Equal((HttpStatusCode.Redirect, "/login?next=%2F%3Fday%3D20170412"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task LogIn_AKey_IsACookieThatOpensTheWallAndItsFeed()
    {
        await using var host = await StartAsync();
        using var answer = await LogInAsync(host, keys.Viewer, "/login?next=%2F%3Fday%3D20170412");

        Assert.Equal((HttpStatusCode.SeeOther, "/?day=20170412"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        foreach (var (path, status) in new[] { ("/", HttpStatusCode.OK), ("/api/v1/live", HttpStatusCode.OK), ("/api/v1/rejects", HttpStatusCode.Forbidden) })
            Assert.Equal((path, status), (path, await StatusAsync(host, path, cookie.Split(';')[0])));
    }

    [Fact]
    public async Task LogIn_KeyTakenAway_EndsTheSession()
    {
        await using var host = await StartAsync();
        using var answer = await LogInAsync(host, keys.Viewer, "/login");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        keys.Keys.RemoveAt(0);
        keys.Write();

        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await StatusAsync(host, "/", cookie) != HttpStatusCode.Unauthorized)
        {
            Assert.False(bound.IsCancellationRequested, "the session went on after its key was taken away");
            host.Time.Advance(KeyFileWatch.Interval);
            await Task.Delay(5);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("rm_wrong")]
    [InlineData("'\"><script>alert(1)</script>")]
    public async Task LogIn_NoKey_IsRefusedWithoutAnEcho(string key)
    {
        await using var host = await StartAsync();

        using var answer = await LogInAsync(host, key, "/login");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/a\r\nSet-Cookie: x=1")]
    [InlineData("/\tx")]
    public async Task LogIn_NextIsElsewhere_StaysHere(string next)
    {
        await using var host = await StartAsync();

        using var answer = await LogInAsync(host, keys.Viewer, $"/login?next={Uri.EscapeDataString(next)}");

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task LogIn_FormOfAnotherSite_IsRefused(string header, string value)
    {
        await using var host = await StartAsync();

        using var answer = await LogInAsync(host, keys.Viewer, "/login", (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task LogOut_LoggedIn_TakesTheCookieAway()
    {
        await using var host = await StartAsync();

        using var answer = await host.Client.PostAsync("/logout", null);

        Assert.Equal((HttpStatusCode.SeeOther, "/login"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_NoKeys_IsNotThere()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.Client.GetAsync("/login");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<ApiHost> StartAsync() => ApiHost.StartAsync(access: keys.Options, rules: KeysOfTest.Rules);

    private static async Task<HttpResponseMessage> LogInAsync(ApiHost host, string key, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("key", key)]) };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await host.Client.SendAsync(request);
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiHost host, string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }
}
