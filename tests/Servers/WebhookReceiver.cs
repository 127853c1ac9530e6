using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace RechargeMonitor.Servers;

/// <summary>A receiver of webhooks on a loopback port. It remembers what it has taken, and can fail and hang.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HttpListener listener = new();
    private readonly Lock gate = new();
    private readonly List<JsonNode> taken = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;
    private int calls;

    /// <summary>Begins to listen.</summary>
    public WebhookReceiver()
    {
        Address = $"http://127.0.0.1:{ServerProcess.FreePort()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        running = RunAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 200;

    /// <summary>The body of its answers.</summary>
    public string Answer { get; set; } = "{}";

    /// <summary>Whether it takes calls and answers none.</summary>
    public bool Hangs { get; set; }

    /// <summary>How many calls came, answered or not.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>The bodies that it has answered with a status of success.</summary>
    public IReadOnlyList<JsonNode> Taken
    {
        get
        {
            lock (gate)
                return [.. taken];
        }
    }

    /// <summary>When it took the last one.</summary>
    public DateTimeOffset LastTakenAt { get; private set; }

    /// <summary>The alerts in them, as an Alertmanager tells of them: status and subject, in their order.</summary>
    public IReadOnlyList<string> Alerts =>
        [.. Taken.SelectMany(body => body["alerts"]!.AsArray()).Select(alert => $"{alert!["status"]} {alert["labels"]!["alertname"]} {alert["labels"]!["subject"]} {alert["labels"]!["severity"]}")];

    /// <summary>Waits until something is so, with a bound.</summary>
    public async Task UntilAsync(Func<WebhookReceiver, bool> condition, Func<string>? tail = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition(this))
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"within {Limit.TotalSeconds} s a receiver got {Calls} calls and took {string.Join(" ", Taken.Select(body => body.ToJsonString()))} {tail?.Invoke()}");
            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Close();
        await running;
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
                _ = TakeAsync(await listener.GetContextAsync());
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private async Task TakeAsync(HttpListenerContext context)
    {
        Interlocked.Increment(ref calls);
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var body = JsonNode.Parse(await reader.ReadToEndAsync(stop.Token))!;
            if (Hangs)
                await Task.Delay(Timeout.Infinite, stop.Token);
            var status = Status;
            if (status < 300)
            {
                lock (gate)
                {
                    taken.Add(body);
                    LastTakenAt = TimeProvider.System.GetUtcNow();
                }
            }

            context.Response.StatusCode = status;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Answer), stop.Token);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpListenerException or IOException or ObjectDisposedException)
        {
            // The caller has given up, or the test is over.
        }
    }
}
