using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Xunit;

namespace RechargeMonitor.Api.Tests.Page;

public sealed partial class PageTests
{
    private static readonly bool IsBuilt =
        typeof(ApiExtensions).Assembly.GetManifestResourceNames().Any(name => name.StartsWith("wall/", StringComparison.Ordinal));

    [Fact]
    public async Task Get_Page_IsServedWithItsHeaders()
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await GetAsync(host, "/");

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());

        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await host.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Page_AllItRefersTo_IsThereForeverAndIsItsOwn()
    {
        await using var host = await ApiHost.StartAsync();
        using var answer = await GetAsync(host, "/");
        var page = await answer.Content.ReadAsStringAsync();

        var targets = Reference().Matches(page).Select(match => match.Groups[1].Value).Where(target => !target.StartsWith("/openapi", StringComparison.Ordinal)).ToArray();

        Assert.Contains(targets, target => target.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(targets, target => target.EndsWith(".css", StringComparison.Ordinal));
        foreach (var target in targets)
        {
            Assert.StartsWith("/", target, StringComparison.Ordinal);
            using var response = await GetAsync(host, target);
            if (target.StartsWith("/assets/", StringComparison.Ordinal))
                Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
        }

        Assert.DoesNotMatch(InlineCode(), page);
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, br;q=0", "gzip")]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task Get_AcceptedEncodings_TheSmallestFormIsSent(string accepted, string? expected)
    {
        await using var host = await ApiHost.StartAsync();
        using var plain = await GetAsync(host, "/");

        using var response = await GetAsync(host, "/", accepted);

        Assert.Equal(expected, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        await using var body = await response.Content.ReadAsStreamAsync();
        await using var text = expected switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await new StreamReader(text).ReadToEndAsync());
    }

    [Fact]
    public async Task Head_Page_HasTheHeadersAlone()
    {
        await using var host = await ApiHost.StartAsync();
        using var page = await GetAsync(host, "/");

        using var response = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"));

        Assert.Equal(page.Headers.ETag, response.Headers.ETag);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    private static async Task<HttpResponseMessage> GetAsync(ApiHost host, string path, string accepted = "")
    {
        Assert.SkipWhen(!IsBuilt, "the monitor was built without the wall");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var encoding in accepted.Split(", ", StringSplitOptions.RemoveEmptyEntries))
            request.Headers.AcceptEncoding.Add(StringWithQualityHeaderValue.Parse(encoding));
        var response = await host.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{path} answered {response.StatusCode}");
        return response;
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("<style|<script>|<script [^>]*>[^<]|style=|onclick=|onload=")]
    private static partial Regex InlineCode();
}
