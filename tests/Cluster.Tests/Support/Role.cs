using System.Net;
using System.Text.Json.Nodes;
using RechargeMonitor.Servers;

namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>A silo, an ingest or an api in a process of its own, started as operators start it. It keeps its ports when it is started again.</summary>
internal sealed class Role : IAsyncDisposable
{
    private readonly HttpClient http;

    /// <param name="kind">The command: <c>silo</c>, <c>ingest</c> or <c>api</c>.</param>
    /// <param name="arguments">What follows the command; the address of its health comes by itself.</param>
    /// <param name="links">Its own ways to servers, where they can be cut; they end with it.</param>
    public Role(string kind, IEnumerable<string> arguments, params IReadOnlyList<TcpLink> links)
    {
        Links = links;
        Address = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        var assembly = Path.Combine(AppContext.BaseDirectory, "recharge-monitor.dll");
        Process = new ServerProcess($"{kind} at {Address}", "dotnet", [assembly, kind, "--url", Address, .. arguments]);
        http = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(10) };
    }

    public string Address { get; }

    public ServerProcess Process { get; }

    /// <summary>Its own ways to the database and to Redis, where the setup asks for ones that can be cut.</summary>
    public IReadOnlyList<TcpLink> Links { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    public Task StartAsync() => Process.StartAsync(IsReadyAsync);

    /// <summary>Starts it and waits for nothing.</summary>
    public Task BeginAsync() => Process.StartAsync(() => Task.FromResult(true));

    /// <summary>Whether it can do its work now.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await ReadinessAsync()).Status == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Ends it without a warning, and starts it again at once, as whatever runs it does.</summary>
    public async Task CrashAsync()
    {
        await Process.KillAsync();
        await BeginAsync();
    }

    /// <summary>What it says of its readiness.</summary>
    public async Task<(HttpStatusCode Status, string Text)> ReadinessAsync()
    {
        using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>An answer of the REST contract.</summary>
    /// <param name="call">The path behind <c>/api/v1/</c>.</param>
    public async Task<JsonObject> GetAsync(string call) =>
        JsonNode.Parse(await http.GetByteArrayAsync(new Uri($"/api/v1/{call}", UriKind.Relative)))!.AsObject();

    /// <summary>How many grains are active in its cluster, as the grain dashboard of a silo last counted them.</summary>
    public async Task<int> GrainsAsync() =>
        JsonNode.Parse(await http.GetByteArrayAsync(new Uri("/dashboard/DashboardCounters", UriKind.Relative)))!["totalActivationCount"]!.GetValue<int>();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Process.DisposeAsync();
        foreach (var link in Links)
            await link.DisposeAsync();
    }
}
