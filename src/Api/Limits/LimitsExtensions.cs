using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using RechargeMonitor.Api.Answers;

namespace RechargeMonitor.Api.Limits;

/// <summary>Bounds what clients ask for.</summary>
public static class LimitsExtensions
{
    private const string RetryAfterSeconds = "1";

    /// <summary>Registers the limits.</summary>
    /// <param name="services">The application's.</param>
    /// <param name="options">Valid and completed ones.</param>
    public static IServiceCollection AddMonitorLimits(this IServiceCollection services, LimitsOptions options) =>
        services.AddSingleton(options).AddSingleton<ClientLimits>();

    internal static WebApplication UseMonitorLimits(this WebApplication app)
    {
        UseTrustedProxies(app, app.Services.GetRequiredService<LimitsOptions>());
        var limits = app.Services.GetRequiredService<ClientLimits>();
        app.Use((context, next) => IsProbe(context.Request) || limits.TryTake(context) ? next(context) : RefuseAsync(context));
        return app;
    }

    private static void UseTrustedProxies(WebApplication app, LimitsOptions options)
    {
        if (options.TrustedProxies.Count == 0)
            return;
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in options.TrustedProxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }

        app.UseForwardedHeaders(forwarded);
    }

    /// <summary>What asks whether the process lives must not be refused because others ask too much.</summary>
    private static bool IsProbe(HttpRequest request) => request.Path == "/healthz" || request.Path == "/readyz";

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return new ProblemAnswer(StatusCodes.Status429TooManyRequests, "This client asks for more than its share; wait a second.").ExecuteAsync(context);
    }
}
