using System.Text.Json.Nodes;
using Xunit;

namespace RechargeMonitor.Api.Tests.Live;

/// <summary>Reads server-sent events. Every wait has a bound, and says what it waited for.</summary>
public sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;

    private EventReader(HttpResponseMessage response, Stream stream) => (this.response, reader) = (response, new StreamReader(stream));

    public HttpResponseMessage Response => response;

    public static async Task<EventReader> ConnectAsync(ApiHost host, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/live");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Bound);
        Assert.True(response.IsSuccessStatusCode, $"live answered {response.StatusCode}");
        var reader = new EventReader(response, await response.Content.ReadAsStreamAsync());
        Assert.Equal("retry: 1000", await reader.LineAsync("the opening"));
        Assert.Equal("", await reader.LineAsync("the end of the opening"));
        return reader;
    }

    /// <summary>The next event, which must be a whole snapshot.</summary>
    public async Task<(string Id, JsonObject Data)> NextAsync()
    {
        Assert.Equal("event: snapshot", await LineAsync("an event"));
        var id = await LineAsync("the event's id");
        var data = await LineAsync("the event's data");
        Assert.Equal("", await LineAsync("the event's end"));
        Assert.StartsWith("id: ", id, StringComparison.Ordinal);
        Assert.StartsWith("data: ", data, StringComparison.Ordinal);
        var parsed = JsonNode.Parse(data!["data: ".Length..])!.AsObject();
        Assert.Equal(id!["id: ".Length..], parsed["revision"]!.ToJsonString() + (parsed.ContainsKey("stale") ? "-stale" : ""));
        return (id["id: ".Length..], parsed);
    }

    /// <summary>The next line; nothing at the end of the stream.</summary>
    public async Task<string?> LineAsync(string what)
    {
        try
        {
            return await reader.ReadLineAsync().WaitAsync(Bound);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{what} did not come within {Bound}");
        }
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
