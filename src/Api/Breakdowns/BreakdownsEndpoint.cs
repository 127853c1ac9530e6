using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Api.Breakdowns;

internal static class BreakdownsEndpoint
{
    private static readonly string[] Names = ["gateway", "channel", "result"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAnswer<BreakdownAnswer>("/api/v1/breakdowns/{by}", Get).Refuses(400, 404);

    /// <summary>The orders of a day by payment gateway, sales channel or business result</summary>
    /// <remarks>Most failed first, then by key.</remarks>
    /// <param name="answers">Answers it.</param>
    /// <param name="by">gateway, channel or result.</param>
    /// <param name="day">The day as yyyyMMdd; absent, the newest one of /api/v1/days.</param>
    internal static IResult Get(FiguresAnswers answers, string by, string? day = null)
    {
        if (!answers.TryReadDay(day, out var resolved, out var problem))
            return problem!;
        var breakdown = Array.FindIndex(Names, name => name.Equals(by, StringComparison.OrdinalIgnoreCase));
        return breakdown >= 0
            ? answers.OfDay(resolved, new AnswerKey(AnswerKind.Breakdown, Subject: breakdown), Write)!
            : ProblemAnswer.Malformed("by", by, "gateway, channel or result");
    }

    private static bool Write(Utf8JsonWriter json, DayTally day, AnswerKey key)
    {
        json.WriteString("day"u8, ChinaTime.Format(day.Day));
        json.WriteString("by"u8, Names[key.Subject]);
        FiguresJson.WriteBreakdown(json, "items"u8, key.Subject switch
        {
            0 => day.National.Gateways,
            1 => day.National.Channels,
            _ => day.National.Results,
        });
        return true;
    }
}
