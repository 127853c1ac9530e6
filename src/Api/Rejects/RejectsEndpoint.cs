using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Rejects;

internal static class RejectsEndpoint
{
    internal const int DefaultLimit = 100;
    internal const int MaxLimit = 1000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAnswer<RejectsAnswer>("/api/v1/rejects", Get).Refuses(400).RequireAuthorization(AccessRoles.Operator);

    /// <summary>The newest rejected lines, masked</summary>
    /// <param name="answers">Answers it.</param>
    /// <param name="limit">How many at the most, 1 to 1000; absent, 100.</param>
    internal static IResult Get(FiguresAnswers answers, string? limit = null)
    {
        var count = DefaultLimit;
        if (limit is not null
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > MaxLimit))
            return ProblemAnswer.Malformed("limit", limit, "a whole number from 1 to 1000");
        return answers.OfView(new AnswerKey(AnswerKind.Rejects, Subject: count), Build);
    }

    private static PreparedAnswer Build(AnswerKey key, FiguresView view, DayDirectory directory)
    {
        var rejects = view.Rejects(key.Subject);
        return PreparedAnswer.OfJson(rejects.Revision, JsonBody.Of((rejects, key.IsStale), static (json, state) =>
        {
            JsonBody.WriteHead(json, state.rejects.Revision, state.rejects.AsOf, state.IsStale);
            json.WriteStartArray("rejects"u8);
            foreach (var (source, line) in state.rejects.Lines)
            {
                json.WriteStartObject();
                json.WriteString("source"u8, source);
                json.WriteNumber("position"u8, line.Offset);
                json.WriteString("reason"u8, RejectReasons.Describe(line.Reason));
                json.WriteString("line"u8, line.Text);
                json.WriteString("at"u8, JsonBody.Instant(line.At));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
    }
}
