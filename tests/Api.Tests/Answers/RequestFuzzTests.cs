using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Api.Tests.Answers;

/// <summary>Whatever is asked for, the answer is what was asked for or says in problem details what is wrong.</summary>
public sealed class RequestFuzzTests
{
    private static readonly int Requests = FuzzInputs.Or(10_000);

    [Fact]
    public async Task Send_AnyRequest_IsAnsweredOrSaysWhatIsWrong()
    {
        await using var host = await ApiHost.StartAsync();
        host.Figures.Order("20170412", "0301").Order("20170411", "2359", "777").Call("20170412", "0000", Core.Lines.Service.SendPayReq).Publish();
        var seed = unchecked((int)TestSeed.First);
        var requests = new RandomRequest(new Random(seed));
        var answered = 0;
        for (var number = 0; number < Requests; number++)
        {
            var request = requests.Next();
            var context = await host.App.GetTestServer().SendAsync(request.Fill);
            using var body = new MemoryStream();
            await Unpacked(context.Response).CopyToAsync(body);
            answered += context.Response.StatusCode < 400 ? 1 : 0;
            if (Fault(request, context.Response, body.ToArray()) is { } fault)
                Assert.Fail($"TEST_SEED={seed}, number {number}, {request}: {fault}\n{Encoding.UTF8.GetString(body.ToArray())}");
        }

        // A generator that only ever makes nonsense would prove little.
        Assert.InRange(answered, Requests / 10, Requests * 9 / 10);
    }

    private static Stream Unpacked(HttpResponse response) => response.Headers.ContentEncoding.ToString() switch
    {
        "br" => new BrotliStream(response.Body, CompressionMode.Decompress),
        "gzip" => new GZipStream(response.Body, CompressionMode.Decompress),
        _ => response.Body,
    };

    private static string? Fault(RandomRequest.Request request, HttpResponse response, byte[] body)
    {
        if (response.StatusCode is < 200 or >= 500)
            return $"answered {response.StatusCode}";
        if (response.Headers.XContentTypeOptions != "nosniff")
            return "comes without security headers";
        if (request.Method == "HEAD" || response.StatusCode == StatusCodes.Status304NotModified)
            return body.Length == 0 ? null : "has a body";
        var type = response.ContentType ?? "";
        if (response.StatusCode >= 400 && !type.StartsWith("application/problem+json", StringComparison.Ordinal))
            return $"is an error of type '{type}'";
        if (!type.Contains("json", StringComparison.Ordinal))
            return null;
        try
        {
            using var document = JsonDocument.Parse(body);
            var isRight = response.StatusCode < 400 || document.RootElement.GetProperty("status").GetInt32() == response.StatusCode;
            return isRight ? null : "is a problem of another status";
        }
        catch (JsonException exception)
        {
            return $"is no JSON: {exception.Message}";
        }
    }
}
