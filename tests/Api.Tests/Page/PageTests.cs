using System.Text.RegularExpressions;
using Xunit;

namespace RechargeMonitor.Api.Tests.Page;

public sealed partial class PageTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page.js", "text/javascript")]
    [InlineData("/page.css", "text/css")]
    [InlineData("/page.svg", "image/svg+xml")]
    public async Task Get_PageAndItsFiles_AreServedWithTheirHeaders(string path, string mediaType)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.GetAsync(path);

        Assert.True(response.IsSuccessStatusCode, $"{path} answered {response.StatusCode}");
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task Page_AllItRefersTo_IsThereAndIsItsOwn()
    {
        await using var host = await ApiHost.StartAsync();
        var page = await host.Client.GetStringAsync("/");

        var targets = Reference().Matches(page).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(targets);
        foreach (var target in targets)
        {
            Assert.StartsWith("/", target, StringComparison.Ordinal);
            using var response = await host.Client.GetAsync(target);
            Assert.True(response.IsSuccessStatusCode, $"{target} answered {response.StatusCode}");
        }

        Assert.DoesNotMatch(InlineCode(), page);
    }

    [Fact]
    public async Task Page_EveryElementTheScriptNames_IsThere()
    {
        await using var host = await ApiHost.StartAsync();
        var (page, script) = (await host.Client.GetStringAsync("/"), await host.Client.GetStringAsync("/page.js"));

        foreach (Match name in Element().Matches(script))
            Assert.Contains($"id=\"{name.Groups[1].Value}\"", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("<style|<script>|<script [^>]*>[^<]|style=|onclick=|onload=")]
    private static partial Regex InlineCode();

    [GeneratedRegex("(?:element|show)\\(\"([^\"]+)\"")]
    private static partial Regex Element();
}
