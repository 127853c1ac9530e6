using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Api;
using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Limits;
using RechargeMonitor.Snapshots.Redis;

namespace RechargeMonitor.Snapshots.Tests.Support;

/// <summary>An api process as it is composed: REST over a Redis reader.</summary>
public sealed class ApiProcess : IAsyncDisposable
{
    private readonly WebApplication app;

    private ApiProcess(WebApplication app) => (this.app, Client) = (app, app.GetTestClient());

    public HttpClient Client { get; }

    public FiguresView View => app.Services.GetRequiredService<FiguresView>();

    public static async Task<ApiProcess> StartAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddMonitorApi();
        builder.Services.AddMonitorAccess(new AccessOptions(), AccessRules.Open);
        builder.Services.AddMonitorLimits(new LimitsOptions());
        builder.Services.AddRedisFigures(new RedisOptions { Configuration = $"127.0.0.1:{port}", KeyPrefix = "test", StaleAfter = TimeSpan.FromSeconds(2) });
        var app = builder.Build();
        app.MapMonitorApi();
        await app.StartAsync();
        return new ApiProcess(app);
    }

    public async Task<(HttpStatusCode Status, string Body, string? Tag)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ETag?.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
