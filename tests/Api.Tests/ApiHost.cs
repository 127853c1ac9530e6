using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Limits;
using RechargeMonitor.Snapshots;
using Xunit;

namespace RechargeMonitor.Api.Tests;

/// <summary>A web application with the interface over figures of its own, on a clock of its own.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private ApiHost(WebApplication app, FakeTimeProvider time, FiguresView view, HttpClient client)
    {
        (App, Time, View, Client) = (app, time, view, client);
        Figures = new PublishedFigures(view, time);
    }

    public WebApplication App { get; }

    public FakeTimeProvider Time { get; }

    public FiguresView View { get; }

    public PublishedFigures Figures { get; }

    public HttpClient Client { get; }

    /// <summary>Starts it at 2017-04-12 12:00 in China.</summary>
    /// <param name="overNetwork">Whether real connections are wanted; otherwise all stays in memory.</param>
    /// <param name="configure">Registers more services.</param>
    /// <param name="access">Who may read.</param>
    /// <param name="rules">What is open; all, where nothing is said.</param>
    /// <param name="limit">Sets limits.</param>
    public static async Task<ApiHost> StartAsync(
        bool overNetwork = false, Action<IServiceCollection>? configure = null, AccessOptions? access = null, AccessRules? rules = null, Action<LimitsOptions>? limit = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2017, 4, 12, 4, 0, 0, TimeSpan.Zero));
        var view = new FiguresView(time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(view);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddMonitorApi();
        builder.Services.AddMonitorAccess(access ?? new AccessOptions(), rules ?? AccessRules.Open);
        var limits = new LimitsOptions();
        limit?.Invoke(limits);
        limits.Complete(isLoopback: true);
        builder.Services.AddMonitorLimits(limits);
        configure?.Invoke(builder.Services);
        if (overNetwork)
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        else
            builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.MapMonitorApi();
        await app.StartAsync();
        var client = overNetwork ? new HttpClient { BaseAddress = new Uri(app.Urls.Single()) } : app.GetTestClient();
        return new ApiHost(app, time, view, client);
    }

    public async Task<JsonObject> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path} answered {(int)response.StatusCode}: {body}");
        return JsonNode.Parse(body)!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}
