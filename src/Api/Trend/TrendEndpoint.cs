using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Api.Trend;

internal static class TrendEndpoint
{
    private const string Minute = "minute";
    private const string Hour = "hour";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAnswer<TrendAnswer>("/api/v1/trend", Get).Refuses(400, 404);

    /// <summary>The orders of a day by minute or hour</summary>
    /// <remarks>By hour, from and to stand for the hours that they lie in. Buckets without orders are absent.</remarks>
    /// <param name="answers">Answers it.</param>
    /// <param name="day">The day as yyyyMMdd; absent, the newest one of /api/v1/days.</param>
    /// <param name="by">The buckets: minute or hour; absent, minute.</param>
    /// <param name="from">The first bucket: HHmm or HH in China Standard Time, or the same behind the day (yyyyMMddHHmm, yyyyMMddHH); absent, the day's first one.</param>
    /// <param name="to">The last bucket, included, given like from; an hour alone means all of it; absent, the day's last one.</param>
    internal static IResult Get(FiguresAnswers answers, string? day = null, string? by = null, string? from = null, string? to = null)
    {
        if (!answers.TryReadDay(day, out var resolved, out var problem))
            return problem!;
        var isByHour = Hour.Equals(by, StringComparison.OrdinalIgnoreCase);
        if (by is not null && !isByHour && !Minute.Equals(by, StringComparison.OrdinalIgnoreCase))
            return ProblemAnswer.Malformed("by", by, "minute or hour");
        if (!BucketRange.TryRead(from, to, resolved, out var range, out problem))
            return problem!;
        return isByHour
            ? answers.OfDay(resolved, new AnswerKey(AnswerKind.TrendByHour, From: range.From / 60, To: range.To / 60), WriteHours)!
            : answers.OfDay(resolved, new AnswerKey(AnswerKind.TrendByMinute, From: range.From, To: range.To), WriteMinutes)!;
    }

    private static bool WriteMinutes(Utf8JsonWriter json, DayTally day, AnswerKey key)
    {
        json.WriteString("day"u8, ChinaTime.Format(day.Day));
        json.WriteString("by"u8, Minute);
        FiguresJson.WriteMinutes(json, "points"u8, day, key.From, key.To);
        return true;
    }

    private static bool WriteHours(Utf8JsonWriter json, DayTally day, AnswerKey key)
    {
        json.WriteString("day"u8, ChinaTime.Format(day.Day));
        json.WriteString("by"u8, Hour);
        FiguresJson.WriteHours(json, "points"u8, day.Day, day.Hour, key.From, key.To);
        return true;
    }
}
