using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RechargeMonitor.Oracle;
using RechargeMonitor.Servers;

namespace RechargeMonitor.Wall.Tests.Support;

/// <summary>A real monitor that follows a log file of the test.</summary>
internal sealed class ServedMonitor : IAsyncDisposable
{
    /// <summary>The newest day of <see cref="StartAsync"/>.</summary>
    public const string Today = "20170412";

    /// <summary>The day before it.</summary>
    public const string Yesterday = "20170411";

    /// <summary>A day of one order, of 999,999,999,999 yuan.</summary>
    public const string LargeDay = "20170410";

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http;
    private readonly int port = ServerProcess.FreePort();
    private ServerProcess process;

    private readonly bool asksForKeys;

    private ServedMonitor(bool asksForKeys)
    {
        this.asksForKeys = asksForKeys;
        Address = $"http://127.0.0.1:{port}";
        http = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(10) };
        process = Make();
    }

    public string Address { get; }

    public ServerProcess Process => process;

    private string KeyFile => folder["keys"];

    private string LogFile => folder["logs/order.log"];

    /// <summary>
    /// Starts one that has counted two days' orders, yesterday's in all provinces and with all five calls of each, a large
    /// one before that, and two lines that it rejected.
    /// </summary>
    /// <param name="asksForKeys">Whether it lets in only who has a key.</param>
    public static async Task<ServedMonitor> StartAsync(bool asksForKeys = false)
    {
        var monitor = new ServedMonitor(asksForKeys);
        if (asksForKeys)
            monitor.http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await monitor.AddKeyAsync("test"));
        Directory.CreateDirectory(monitor.folder["logs"]);
        await Programs.RunAsync("dotnet", [Assembly, "generate", "--orders", "3000", "--day", Yesterday, "--out", monitor.LogFile], TimeSpan.FromSeconds(60));
        monitor.Append(
            SampleLine.Order(("requestId", $"\"{LargeDay}093008471000000000000001\""), ("chargefee", "\"99999999999900\"")),
            SampleLine.Order(("requestId", "\"none\"")));
        monitor.Append([.. Enumerable.Range(0, 40).Select(number => Order(Today, "0930", "200", fails: number % 4 == 0)), "no JSON"]);
        await monitor.process.StartAsync(monitor.HasCountedAsync);
        return monitor;
    }

    /// <summary>An order's last line.</summary>
    public static string Order(string day, string time, string province, bool fails = false) => SampleLine.Order(
        ("requestId", $"\"{day}{time}08471{Guid.NewGuid().ToString("N")[..15]}\""),
        ("receiveNotifyTime", $"\"{day}{time}43760\""),
        ("provinceCode", $"\"{province}\""),
        ("bussinessRst", fails ? "\"2998\"" : "\"0000\""));

    /// <summary>Writes lines into the log.</summary>
    public void Append(params ReadOnlySpan<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line).Append('\n');
        File.AppendAllText(LogFile, text.ToString());
    }

    /// <summary>Lets somebody in. Returns the key.</summary>
    public async Task<string> AddKeyAsync(string owner) =>
        (await Programs.RunAsync("dotnet", [Assembly, "keys", "add", owner, "--file", KeyFile], TimeSpan.FromSeconds(30))).Trim();

    /// <summary>Whether the monitor lets a key in; it reads the file again every 2 s.</summary>
    public async Task<bool> LetsInAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/days", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request);
        return response.IsSuccessStatusCode;
    }

    /// <summary>Takes a key away.</summary>
    public Task RemoveKeyAsync(string owner) =>
        Programs.RunAsync("dotnet", [Assembly, "keys", "remove", owner, "--file", KeyFile], TimeSpan.FromSeconds(30));

    /// <summary>Starts it again after it was killed, at the same address.</summary>
    public async Task RestartAsync()
    {
        await process.DisposeAsync();
        process = Make();
        await process.StartAsync(async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative))).StatusCode == HttpStatusCode.OK);
    }

    /// <summary>An answer of the REST contract.</summary>
    public async Task<JsonObject> GetAsync(string call) =>
        JsonNode.Parse(await http.GetByteArrayAsync(new Uri($"/api/v1/{call}", UriKind.Relative)))!.AsObject();

    /// <summary>An answer as text.</summary>
    public Task<string> GetTextAsync(string path) => http.GetStringAsync(new Uri(path, UriKind.Relative));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "recharge-monitor.dll");

    private ServerProcess Make() => new(
        $"monitor at {Address}", "dotnet",
        [Assembly, "serve", "--url", Address, "--tail", folder["logs"], "--data", folder["data"], .. asksForKeys ? (string[])["--keys", KeyFile] : []]);

    private async Task<bool> HasCountedAsync()
    {
        var audit = await GetAsync("audit");
        var lines = File.ReadLines(LogFile).Count();
        return audit["lines"]!.GetValue<long>() == lines && audit["balanced"]!.GetValue<bool>();
    }
}
