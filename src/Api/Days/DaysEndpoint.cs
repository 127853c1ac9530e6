using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Days;

internal static class DaysEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapAnswer<DaysAnswer>("/api/v1/days", Get);

    /// <summary>The days whose figures are kept</summary>
    /// <remarks>Newest first. Days later than tomorrow in China stand apart, in future, and are never the default day.</remarks>
    internal static IResult Get(FiguresAnswers answers, DayDirectory directory) =>
        answers.OfView(new AnswerKey(AnswerKind.Days, directory.Current.Today), Build);

    private static PreparedAnswer Build(AnswerKey key, FiguresView view, DayDirectory directory)
    {
        var list = directory.Current;
        return PreparedAnswer.OfJson(list.Revision, JsonBody.Of((list, view.AsOf, key.IsStale), static (json, state) =>
        {
            JsonBody.WriteHead(json, state.list.Revision, state.AsOf, state.IsStale);
            json.WriteStartArray("days"u8);
            foreach (var day in state.list.Days)
                json.WriteStringValue(ChinaTime.Format(day));
            json.WriteEndArray();
            json.WriteStartArray("future"u8);
            foreach (var day in state.list.Future)
                json.WriteStringValue(ChinaTime.Format(day));
            json.WriteEndArray();
        }));
    }
}
