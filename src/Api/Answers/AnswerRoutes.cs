using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Description;

namespace RechargeMonitor.Api.Answers;

/// <summary>Maps what is read: GET, and HEAD for the same without its body.</summary>
internal static class AnswerRoutes
{
    /// <summary>The group of calls that answer figures in the OpenAPI document.</summary>
    public const string FiguresTag = "Figures";

    /// <summary>The group of calls that say how the process is.</summary>
    public const string HealthTag = "Health";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps a call of which the OpenAPI document says nothing.</summary>
    public static RouteHandlerBuilder MapReading(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapMethods(pattern, Reading, handler);

    /// <summary>Maps a call that answers figures.</summary>
    /// <typeparam name="TShape">The shape of its answers.</typeparam>
    public static RouteHandlerBuilder MapAnswer<TShape>(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapReading(pattern, handler)
            .WithTags(FiguresTag)
            .Produces<TShape>()
            .Produces(StatusCodes.Status304NotModified);

    /// <summary>It may also answer that a parameter is wrong.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            route.Produces<Problem>(status, ProblemAnswer.ContentType);
        return route;
    }
}
