using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Alerts;

internal static class AlertsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapAnswer<AlertsAnswer>("/api/v1/alerts", Get);

    /// <summary>Open and recent alerts</summary>
    /// <remarks>The open ones first, the most severe and then the newest ahead; then those that ended last, at most 100.</remarks>
    internal static IResult Get(FiguresAnswers answers) => answers.OfView(new AnswerKey(AnswerKind.Alerts), Build);

    private static PreparedAnswer Build(AnswerKey key, FiguresView view, DayDirectory directory)
    {
        var alerts = view.Alerts();
        return PreparedAnswer.OfJson(alerts.Revision, JsonBody.Of((alerts, key.IsStale), static (json, state) =>
        {
            JsonBody.WriteHead(json, state.alerts.Revision, state.alerts.AsOf, state.IsStale);
            json.WriteStartArray("alerts"u8);
            foreach (var alert in state.alerts.Alerts)
                AlertJson.Write(json, alert);
            json.WriteEndArray();
        }));
    }
}
