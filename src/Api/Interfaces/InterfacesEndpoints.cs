using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Api.Interfaces;

internal static class InterfacesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAnswer<InterfacesAnswer>("/api/v1/interfaces", GetAll).Refuses(400, 404);
        routes.MapAnswer<InterfaceAnswer>("/api/v1/interfaces/{service}", GetOne).Refuses(400, 404);
    }

    /// <summary>How the interfaces of the five services did in a day</summary>
    /// <param name="answers">Answers it.</param>
    /// <param name="day">The day as yyyyMMdd; absent, the newest one of /api/v1/days.</param>
    internal static IResult GetAll(FiguresAnswers answers, string? day = null) =>
        answers.TryReadDay(day, out var resolved, out var problem)
            ? answers.OfDay(resolved, new AnswerKey(AnswerKind.Interfaces), static (json, figures, _) =>
            {
                json.WriteString("day"u8, ChinaTime.Format(figures.Day));
                FiguresJson.WriteInterfaces(json, figures);
                return true;
            })!
            : problem!;

    /// <summary>How the interface of one service did in a day, with its minutes</summary>
    /// <remarks>from and to choose the minutes; the other figures are those of the whole day.</remarks>
    /// <param name="answers">Answers it.</param>
    /// <param name="service">The service's name; case does not matter.</param>
    /// <param name="day">The day as yyyyMMdd; absent, the newest one of /api/v1/days.</param>
    /// <param name="from">The first minute: HHmm or HH in China Standard Time, or the same behind the day (yyyyMMddHHmm, yyyyMMddHH); absent, the day's first one.</param>
    /// <param name="to">The last minute, included, given like from; an hour alone means all of it; absent, the day's last one.</param>
    internal static IResult GetOne(FiguresAnswers answers, string service, string? day = null, string? from = null, string? to = null)
    {
        if (!answers.TryReadDay(day, out var resolved, out var problem))
            return problem!;
        if (!Services.TryParse(service, out var known))
            return ProblemAnswer.Unknown("service", service, "There is no such service.", "makeNewOrder, sendPayReq, payNotifyReq, sendRechargeReq or reChargeNotifyReq");
        return BucketRange.TryRead(from, to, resolved, out var range, out problem)
            ? answers.OfDay(resolved, new AnswerKey(AnswerKind.Interface, Subject: (int)known, From: range.From, To: range.To), WriteOne)!
            : problem!;
    }

    private static bool WriteOne(Utf8JsonWriter json, DayTally day, AnswerKey key)
    {
        var service = (Service)key.Subject;
        json.WriteString("day"u8, ChinaTime.Format(day.Day));
        FiguresJson.WriteInterface(json, service, day.National.Interface(service));
        FiguresJson.WriteInterfaceMinutes(json, day, service, key.From, key.To);
        return true;
    }
}
