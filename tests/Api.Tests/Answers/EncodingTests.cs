using System.IO.Compression;
using System.Net;
using RechargeMonitor.Api.Answers;
using Xunit;

namespace RechargeMonitor.Api.Tests.Answers;

public sealed class EncodingTests
{
    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("br;q=0, GZIP;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData(null, null)]
    public async Task Get_LongAnswer_TravelsInTheSmallestForm(string? accepted, string? expected)
    {
        await using var host = await LongAnswersAsync();

        using var answer = await GetAsync(host, accepted);

        Assert.Equal(expected, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        Assert.Equal(await host.Client.GetByteArrayAsync("/api/v1/trend"), await DecodedAsync(answer));
    }

    [Fact]
    public async Task Get_OtherForms_HaveOtherTagsAndAreNotSentTwice()
    {
        await using var host = await LongAnswersAsync();
        var tags = new HashSet<string>();
        foreach (var encoding in (string?[])["br", "gzip", null])
        {
            using var first = await GetAsync(host, encoding);
            var tag = first.Headers.ETag!.ToString();
            Assert.True(tags.Add(tag), $"{tag} is the tag of two forms");
            using var second = await GetAsync(host, encoding, tag);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        }
    }

    [Fact]
    public async Task Get_ShortAnswer_StaysAsItIs()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/days");
        request.Headers.Add("Accept-Encoding", "br");

        using var answer = await host.Client.SendAsync(request);

        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.True(answer.Content.Headers.ContentLength < PreparedAnswer.LeastCompressedBytes);
    }

    private static async Task<ApiHost> LongAnswersAsync()
    {
        var host = await ApiHost.StartAsync();
        for (var minute = 0; minute < 60; minute++)
            host.Figures.Order("20170412", $"03{minute:00}");
        host.Figures.Publish();
        return host;
    }

    private static async Task<HttpResponseMessage> GetAsync(ApiHost host, string? encoding, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/trend");
        if (encoding is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await host.Client.SendAsync(request);
    }

    private static async Task<byte[]> DecodedAsync(HttpResponseMessage answer)
    {
        var stream = await answer.Content.ReadAsStreamAsync();
        await using Stream decoded = answer.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            "gzip" => new GZipStream(stream, CompressionMode.Decompress),
            _ => stream,
        };
        using var bytes = new MemoryStream();
        await decoded.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
