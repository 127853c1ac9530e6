using System.Net;
using System.Net.Sockets;
using System.Text;
using RechargeMonitor.Monitor.Tests.Serve;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Security;

/// <summary>Requests as no client of good will sends them, byte by byte over a real connection.</summary>
public sealed class RequestTests : IDisposable
{
    private const string Host = "Host: localhost\r\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_OddRequests_AreAnsweredShortlyAndDoNoHarm()
    {
        await using var monitor = new MonitorProcess(["--demo", "--data", folder["data"]]);
        await monitor.StartAsync();
        foreach (var (what, request, status) in new[]
        {
            ("another host", "GET /api/v1/days HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400),
            ("a host that begins as this one", "GET /api/v1/days HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", 400),
            ("another host as the target", "GET http://evil.example/api/v1/days HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400),
            ("no host", "GET /api/v1/days HTTP/1.1\r\n\r\n", 400),
            ("two hosts", $"GET /api/v1/days HTTP/1.1\r\n{Host}{Host}\r\n", 400),
            ("the host", $"GET /api/v1/days HTTP/1.1\r\n{Host}\r\n", 200),
            ("IPv6", "GET /api/v1/days HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200),
            ("a long path", $"GET /{new string('a', 8192)} HTTP/1.1\r\n{Host}\r\n", 414),
            ("long headers", $"GET / HTTP/1.1\r\n{Host}X: {new string('a', 20_000)}\r\n\r\n", 431),
            ("many headers", $"GET / HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Repeat("X: a\r\n", 100))}\r\n", 431),
            ("a method that writes", $"DELETE /api/v1/days HTTP/1.1\r\n{Host}\r\n", 405),
            ("a path upwards", $"GET /api/v1/../../etc/passwd HTTP/1.1\r\n{Host}\r\n", 404),
            ("an encoded path upwards", $"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n{Host}\r\n", 404),
            ("an encoded zero", $"GET /api/v1/provinces/%00 HTTP/1.1\r\n{Host}\r\n", 400),
            ("SQL", $"GET /api/v1/provinces/1'%20OR%201=1-- HTTP/1.1\r\n{Host}\r\n", 400),
            ("no UTF-8", $"GET /api/v1/overview?day=%ff%fe HTTP/1.1\r\n{Host}\r\n", 400),
            ("a line end in a value", $"GET /api/v1/overview?day=%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n{Host}\r\n", 400),
            ("two lengths", $"GET /api/v1/days HTTP/1.1\r\n{Host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            ("nonsense", "nonsense\r\n\r\n", 400),
        })
        {
            var answer = await AskAsync(monitor, request);
            Assert.True(answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{what}: expected {status}, was answered {answer}");
            Assert.DoesNotContain("\nSet-Cookie:", answer, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\nServer:", answer, StringComparison.OrdinalIgnoreCase);
        }

        await AssertSlowHeadersAreCutOffAsync(monitor);
        Assert.True(await monitor.IsServingAsync());
        Assert.DoesNotContain(" fail: ", monitor.Tail, StringComparison.Ordinal);
    }

    private static async Task AssertSlowHeadersAreCutOffAsync(MonitorProcess monitor)
    {
        using var client = await ConnectAsync(monitor);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\n{Host}"));

        // Kestrel allows 10 s for the headers, however often a byte of them comes.
        using var limit = new CancellationTokenSource(Limit);
        var buffer = new byte[512];
        var answer = stream.ReadAsync(buffer, limit.Token).AsTask();
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(1)));
            if (!answer.IsCompleted)
                await stream.WriteAsync("X"u8.ToArray());
        }

        Assert.StartsWith("HTTP/1.1 408 ", Encoding.ASCII.GetString(buffer, 0, await answer), StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(MonitorProcess monitor, string request)
    {
        using var client = await ConnectAsync(monitor);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var buffer = new byte[4096];
        var read = await stream.ReadAtLeastAsync(buffer, "HTTP/1.1 200 ".Length, throwOnEndOfStream: false).AsTask().WaitAsync(Limit);
        return Encoding.ASCII.GetString(buffer, 0, read);
    }

    private static async Task<TcpClient> ConnectAsync(MonitorProcess monitor)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(monitor.Address).Port);
        return client;
    }
}
