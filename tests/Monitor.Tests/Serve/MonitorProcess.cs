using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RechargeMonitor.Servers;

namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>A <c>serve</c> in a process of its own, started as operators start it and asked over REST.</summary>
internal sealed class MonitorProcess : IAsyncDisposable
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ServerProcess process;
    private readonly HttpClient http;

    /// <param name="arguments">What follows <c>serve</c>; the address comes by itself, unless it is among them.</param>
    /// <param name="environment">Settings and others.</param>
    /// <param name="launcher">A command that starts the monitor, where it is not started directly.</param>
    public MonitorProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, params string[] launcher)
    {
        Address = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        string[] given = [.. arguments];
        string[] address = given.Contains("--url") ? [] : ["--url", Address];
        string[] command = [.. launcher, "dotnet", Executable.Assembly, "serve", .. address, .. given];
        process = new ServerProcess("the monitor", command[0], command[1..], environment);
        http = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(10) };
    }

    public string Address { get; }

    /// <summary>The last lines that it wrote.</summary>
    public string Tail => process.Tail;

    /// <summary>How long cores have worked for it.</summary>
    public TimeSpan ProcessorTime => process.ProcessorTime;

    /// <summary>How much memory it holds.</summary>
    public long ResidentBytes => process.ResidentBytes;

    /// <summary>Its process's number.</summary>
    public int Id => process.Id;

    public Stream Input => process.Input;

    /// <summary>A monitor that follows a folder of logs and keeps every day.</summary>
    public static MonitorProcess Follow(string logs, string data, IReadOnlyDictionary<string, string>? environment = null) =>
        new(["--tail", logs, "--data", data, "--retention-days", "3660"], environment);

    /// <summary>Starts it and waits until it serves.</summary>
    public Task StartAsync() => process.StartAsync(IsServingAsync);

    /// <summary>Starts it and waits for nothing.</summary>
    public Task BeginAsync() => process.StartAsync(() => Task.FromResult(true));

    /// <summary>Whether it runs, frozen or not.</summary>
    public bool IsRunning => process.IsRunning;

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => process.Freeze();

    /// <summary>SIGCONT.</summary>
    public void Thaw() => process.Thaw();

    /// <summary>Kill -9.</summary>
    public Task KillAsync() => process.KillAsync();

    /// <summary>SIGTERM; the exit code.</summary>
    public Task<int> StopAsync() => process.StopAsync();

    /// <summary>SIGINT; the exit code.</summary>
    public Task<int> InterruptAsync() => process.InterruptAsync();

    /// <summary>Waits until it ends by itself; the exit code.</summary>
    public Task<int> ExitAsync() => process.ExitAsync();

    /// <summary>Whether it answers now.</summary>
    public async Task<bool> IsServingAsync()
    {
        try
        {
            return await StatusAsync("/readyz") == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    /// <summary>An answer of the REST contract.</summary>
    /// <param name="call">The path behind <c>/api/v1/</c>.</param>
    public async Task<JsonObject> GetAsync(string call) => JsonNode.Parse(await BytesAsync(call))!.AsObject();

    /// <summary>The bytes of an answer of the REST contract.</summary>
    /// <param name="call">The path behind <c>/api/v1/</c>.</param>
    public Task<byte[]> BytesAsync(string call) => http.GetByteArrayAsync(new Uri($"/api/v1/{call}", UriKind.Relative));

    /// <summary>How many grains are active, as the grain dashboard last counted them.</summary>
    public async Task<int> GrainsAsync() =>
        JsonNode.Parse(await http.GetByteArrayAsync(new Uri("/dashboard/DashboardCounters", UriKind.Relative)))!["totalActivationCount"]!.GetValue<int>();

    /// <summary>Waits for a line on the console that holds a text.</summary>
    public Task WaitForLineAsync(string text) =>
        WaitAsync($"a line with \"{text}\"", () => Task.FromResult(Tail.Contains(text, StringComparison.Ordinal)), () => Task.FromResult("none"));

    /// <summary>Waits until the books hold so many lines.</summary>
    public Task WaitForLinesAsync(long lines)
    {
        long found = 0;
        return WaitAsync(
            $"{lines} lines in the books",
            async () => (found = (await GetAsync("audit"))["lines"]!.GetValue<long>()) >= lines,
            () => Task.FromResult($"{found}"));
    }

    /// <summary>Waits until a metric has a value.</summary>
    public Task WaitForMetricAsync(string metric, long value)
    {
        var line = new Regex($"^{metric}(\\{{.*\\}})? {value}$", RegexOptions.Multiline);
        return WaitAsync(
            $"{metric} to be {value}",
            async () => line.IsMatch(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative))),
            () => Task.FromResult("something else"));
    }

    /// <summary>Waits for a condition with a bound, and says what was there instead.</summary>
    public async Task WaitAsync(string expected, Func<Task<bool>> condition, Func<Task<string>> found)
    {
        using var limit = new CancellationTokenSource(WaitLimit);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"expected {expected} within {WaitLimit.TotalSeconds} s, found {await found()}:{Environment.NewLine}{Tail}");
            await Task.Delay(Pause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
    }
}
