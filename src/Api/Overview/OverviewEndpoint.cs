using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Api.Overview;

internal static class OverviewEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAnswer<OverviewAnswer>("/api/v1/overview", Get).Refuses(400, 404);

    /// <summary>The nationwide figures of a day</summary>
    /// <param name="answers">Answers it.</param>
    /// <param name="day">The day as yyyyMMdd; absent, the newest one of /api/v1/days.</param>
    internal static IResult Get(FiguresAnswers answers, string? day = null) =>
        answers.TryReadDay(day, out var resolved, out var problem)
            ? answers.OfDay(resolved, new AnswerKey(AnswerKind.Overview), static (json, figures, _) =>
            {
                FiguresJson.WriteOverview(json, figures);
                return true;
            })!
            : problem!;
}
