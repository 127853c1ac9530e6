using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Api;
using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Limits;
using RechargeMonitor.Core.Reports;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Monitor.Tests.Audit;

/// <summary>The real REST interface over a view of its own; what it answers can be changed on the way out.</summary>
internal sealed class ServedMonitor : IAsyncDisposable
{
    private readonly WebApplication server;
    private int requests;

    private ServedMonitor()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(View);
        builder.Services.AddMonitorApi();
        builder.Services.AddMonitorAccess(new AccessOptions(), AccessRules.Open);
        builder.Services.AddMonitorLimits(new LimitsOptions());
        server = builder.Build();
        server.Use(AnswerAsync);
        server.MapMonitorApi();
    }

    public FiguresView View { get; } = new(TimeProvider.System);

    /// <summary>Changes an answer before it goes out: path and query, then the body.</summary>
    public Func<string, string, string> Change { get; set; } = (_, body) => body;

    /// <summary>Called at each request, with its number from 1.</summary>
    public Action<int> Asked { get; set; } = _ => { };

    public string Address => server.Urls.First();

    public static async Task<ServedMonitor> StartAsync(RecountReport? report = null, DateOnly? retired = null)
    {
        var monitor = new ServedMonitor();
        if (report is not null)
            monitor.View.Publish(report, retired);
        await monitor.server.StartAsync();
        return monitor;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        Asked(Interlocked.Increment(ref requests));
        var client = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await next(context);
        context.Response.Body = client;
        var body = Encoding.UTF8.GetBytes(Change(context.Request.Path + context.Request.QueryString, Encoding.UTF8.GetString(answer.ToArray())));
        context.Response.ContentLength = body.Length;
        await client.WriteAsync(body);
    }
}
