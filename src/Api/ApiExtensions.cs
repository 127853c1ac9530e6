using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Alerts;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Audit;
using RechargeMonitor.Api.Breakdowns;
using RechargeMonitor.Api.Days;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Api.Health;
using RechargeMonitor.Api.Interfaces;
using RechargeMonitor.Api.Limits;
using RechargeMonitor.Api.Live;
using RechargeMonitor.Api.Overview;
using RechargeMonitor.Api.Page;
using RechargeMonitor.Api.Provinces;
using RechargeMonitor.Api.Rejects;
using RechargeMonitor.Api.Telemetry;
using RechargeMonitor.Api.Trend;

namespace RechargeMonitor.Api;

/// <summary>Adds the REST interface, the live feed and the page to a web application.</summary>
public static class ApiExtensions
{
    /// <summary>
    /// Registers what the interface needs besides <see cref="AccessExtensions.AddMonitorAccess"/> and
    /// <see cref="LimitsExtensions.AddMonitorLimits"/>. It reads from the <see cref="Snapshots.FiguresView"/> that the application
    /// registers, takes its time from the registered <see cref="TimeProvider"/> (the system's where there is none), and is
    /// ready when all health checks tagged <c>ready</c> are.
    /// </summary>
    public static IServiceCollection AddMonitorApi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DayDirectory>();
        services.AddSingleton<FiguresAnswers>();
        services.AddSingleton<PlainCalls>();
        services.AddSingleton<LiveEndpoint>();
        services.AddSingleton<LiveFeed>();
        services.AddHostedService(static provider => provider.GetRequiredService<LiveFeed>());
        services.AddHostedService<FiguresMetrics>();
        services.AddHealthChecks();
        services.AddMonitorDescription();
        return services;
    }

    /// <summary>
    /// Maps <c>/api/v1/…</c>, <c>/healthz</c>, <c>/readyz</c>, <c>/openapi/v1.json</c> and the page at <c>/</c>, and puts in
    /// front of all that is mapped after it the security headers, the form of errors, limits and the question who may.
    /// </summary>
    public static WebApplication MapMonitorApi(this WebApplication app)
    {
        app.UseAnswerForms(app.Services.GetRequiredService<PlainCalls>());
        DaysEndpoint.Map(app);
        OverviewEndpoint.Map(app);
        TrendEndpoint.Map(app);
        ProvincesEndpoints.Map(app);
        InterfacesEndpoints.Map(app);
        BreakdownsEndpoint.Map(app);
        AuditEndpoint.Map(app);
        RejectsEndpoint.Map(app);
        LiveEndpoint.Map(app);
        AlertsEndpoint.Map(app);
        HealthEndpoints.Map(app);
        DescriptionEndpoint.Map(app);
        PageEndpoints.Map(app);
        return app;
    }

    /// <summary>Maps <c>/healthz</c> and <c>/readyz</c> alone, for a process that serves no figures.</summary>
    public static WebApplication MapMonitorHealth(this WebApplication app)
    {
        app.UseAnswerForms();
        HealthEndpoints.Map(app);
        return app;
    }

    private static void UseAnswerForms(this WebApplication app, PlainCalls? plain = null)
    {
        app.Use(static (context, next) =>
        {
            SecurityHeaders.Set(context);
            return next(context);
        });
        app.UseMonitorLimits();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = FailAsync });
        if (plain is not null)
            app.Use((context, next) => plain.TryAnswer(context) ?? next(context));
        app.UseStatusCodePages(static pages => Describe(pages.HttpContext).ExecuteAsync(pages.HttpContext));
        app.UseRouting();
        app.UseMonitorAccess();
    }

    // The exception itself is logged by the framework; what the answer was to be, headers included, is gone by now.
    private static Task FailAsync(HttpContext context)
    {
        SecurityHeaders.Set(context);
        return new ProblemAnswer(StatusCodes.Status500InternalServerError, "The request failed in the server; its log says why.").ExecuteAsync(context);
    }

    private static ProblemAnswer Describe(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new(404, "There is nothing at this path; /openapi/v1.json describes what there is."),
        StatusCodes.Status405MethodNotAllowed => new(405, "This path can only be read, by GET or HEAD."),
        var status => new(status, ReasonPhrases.GetReasonPhrase(status)),
    };
}
