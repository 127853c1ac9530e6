using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Monitor.Tests.Telemetry;

/// <summary>What a collector is to the monitor: takes OTLP over HTTP and keeps what came, by signal.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> bodies = new(StringComparer.Ordinal);

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapPost("/v1/{signal}", TakeAsync);
    }

    public string Address => server.Urls.First();

    /// <summary>The tokens that were sent along.</summary>
    public ConcurrentBag<string> Tokens { get; } = [];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver.server.StartAsync();
        return receiver;
    }

    /// <summary>Whether a name has come with a signal: protocol buffers keep texts as they are.</summary>
    public bool Has(string signal, string name) =>
        bodies.TryGetValue(signal, out var came) && came.Any(body => body.Contains(name, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string signal)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        bodies.GetOrAdd(signal, _ => []).Add(Encoding.Latin1.GetString(body.ToArray()));
        Tokens.Add(context.Request.Headers["x-token"].ToString());
        context.Response.ContentType = "application/x-protobuf";
    }
}
