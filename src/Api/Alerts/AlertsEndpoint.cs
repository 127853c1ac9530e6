using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Alerts;

internal static class AlertsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapAnswer<AlertsAnswer>("/api/v1/alerts", Get);

    /// <summary>Open and recent alerts</summary>
    /// <remarks>There are no rules in this version, so the list is empty.</remarks>
    internal static IResult Get(FiguresAnswers answers) => answers.OfView(new AnswerKey(AnswerKind.Alerts), Build);

    private static PreparedAnswer Build(AnswerKey key, FiguresView view, DayDirectory directory)
    {
        var revision = view.Revision;
        return PreparedAnswer.OfJson(revision, JsonBody.Of((revision, view.AsOf, key.IsStale), static (json, state) =>
        {
            JsonBody.WriteHead(json, state.revision, state.AsOf, state.IsStale);
            json.WriteStartArray("alerts"u8);
            json.WriteEndArray();
        }));
    }
}
