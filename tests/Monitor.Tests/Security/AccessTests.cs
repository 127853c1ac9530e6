using System.Net.Http.Headers;
using RechargeMonitor.Api.Access;
using RechargeMonitor.Monitor.Tests.Serve;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Security;

/// <summary>Who gets in, tried on the executable as operators start it.</summary>
public sealed class AccessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("serve", "http://0.0.0.0:{0}")]
    [InlineData("serve", "http://loopback:{0}")]
    [InlineData("api", "http://0.0.0.0:{0}")]
    public async Task Start_OthersReachIt_IsRefusedWithoutKeys(string command, string address)
    {
        var url = string.Format(null, address, ServerProcess.FreePort());
        string[] data = command == "serve" ? ["--data", folder["data"]] : [];

        var run = await Executable.RunAsync([command, "--url", url, .. data]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"recharge-monitor: {url} is reached from other machines, and nothing says who of them may read: name API keys with --keys FILE ('recharge-monitor keys add' makes them) or Access:Jwt, or let everyone read figures with --allow-anonymous",
            run.Error.TrimEnd());
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Fact]
    public async Task Start_FaultsOfAccess_AreSaidWithTheMend()
    {
        var garbage = folder.File("garbage", "x"u8.ToArray());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(garbage, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var environment = new Dictionary<string, string>
        {
            ["Access__KeysFile"] = garbage,
            ["Access__Jwt__Authority"] = "http://login.example",
            ["Limits__RequestsPerSecond"] = "-1",
            ["Limits__TrustedProxies__0"] = "proxy",
        };
        await using var monitor = new MonitorProcess(["--data", folder["data"]], environment);
        await monitor.BeginAsync();

        Assert.Equal(1, await monitor.ExitAsync());
        foreach (var fault in new[]
        {
            $"Access:KeysFile (--keys) is {garbage}: line 1 is no key: expected name, viewer or operator, sha256:HASH and yyyy-MM-dd",
            "Access:Jwt:Authority is 'http://login.example': expected an https address",
            "Access:Jwt:Audience is not set: expected whom the tokens are made for, since those for others are none for the monitor",
            "Limits:RequestsPerSecond is -1: expected 1 to 10000000, or 0 for no limit",
            "Limits:TrustedProxies holds 'proxy': expected an address or a network such as 10.0.0.0/8",
        })
            Assert.Contains(fault, monitor.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AnotherAddressThanTheUrl_IsRefused()
    {
        await using var monitor = new MonitorProcess(["--data", folder["data"]], new Dictionary<string, string> { ["Kestrel__Endpoints__Http__Url"] = "http://0.0.0.0:8080" });
        await monitor.BeginAsync();

        Assert.Equal(1, await monitor.ExitAsync());
        Assert.Contains("Kestrel:Endpoints is set: name the one address to listen on with --url", monitor.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_Keys_OpenWhatTheyMay()
    {
        KeyFile.Write(folder["keys"], [ApiKey.Create("wall", AccessRole.Viewer, default, out var viewer), ApiKey.Create("anna", AccessRole.Operator, default, out var owner)]);
        await using var monitor = new MonitorProcess(["--demo", "--data", folder["data"], "--keys", folder["keys"]]);
        await monitor.StartAsync();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(monitor.Address) };
        async Task<int> StatusAsync(string path, string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return (int)answer.StatusCode;
        }

        foreach (var (path, expected) in new (string, (int, int, int))[]
        {
            ("/readyz", (200, 200, 200)),
            ("/", (401, 200, 200)),
            ("/api/v1/days", (401, 200, 200)),
            ("/api/v1/rejects", (401, 403, 200)),
            ("/dashboard/", (401, 403, 200)),
            ("/dashboard/dashboardcounters", (401, 403, 200)),
        })
            Assert.Equal((path, expected), (path, (await StatusAsync(path, null), await StatusAsync(path, viewer), await StatusAsync(path, owner))));
        Assert.DoesNotContain(viewer, monitor.Tail, StringComparison.Ordinal);

        // What the grain dashboard asks for is no contract.
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", owner);
        var description = await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        Assert.Contains("/api/v1/days", description, StringComparison.Ordinal);
        Assert.DoesNotContain("/dashboard", description, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Serve_AllowAnonymous_OpensReadingAlone()
    {
        await using var monitor = new MonitorProcess(["--demo", "--data", folder["data"], "--allow-anonymous", "--url", "http://0.0.0.0:0"]);
        await monitor.BeginAsync();
        await monitor.WaitForLineAsync("dashboard  off: http://0.0.0.0:0 is reached from elsewhere");
    }
}
