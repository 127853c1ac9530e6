using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Api.Provinces;

internal static class ProvincesEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAnswer<ProvincesAnswer>("/api/v1/provinces", GetAll).Refuses(400, 404);
        routes.MapAnswer<ProvinceAnswer>("/api/v1/provinces/{code}", GetOne).Refuses(400, 404);
    }

    /// <summary>The orders of a day by province</summary>
    /// <remarks>Only provinces that have orders, most failed first, then by code.</remarks>
    /// <param name="answers">Answers it.</param>
    /// <param name="day">The day as yyyyMMdd; absent, the newest one of /api/v1/days.</param>
    internal static IResult GetAll(FiguresAnswers answers, string? day = null) =>
        answers.TryReadDay(day, out var resolved, out var problem)
            ? answers.OfDay(resolved, new AnswerKey(AnswerKind.Provinces), static (json, figures, _) =>
            {
                json.WriteString("day"u8, ChinaTime.Format(figures.Day));
                FiguresJson.WriteProvinces(json, figures);
                return true;
            })!
            : problem!;

    /// <summary>The orders of a day in one province, with its hours</summary>
    /// <remarks>A province of the table without orders answers zeros; another code without orders is not found.</remarks>
    /// <param name="answers">Answers it.</param>
    /// <param name="code">The province's code, 1 to 6 digits, or other for all unknown codes beyond the bound.</param>
    /// <param name="day">The day as yyyyMMdd; absent, the newest one of /api/v1/days.</param>
    internal static IResult GetOne(FiguresAnswers answers, string code, string? day = null)
    {
        if (!answers.TryReadDay(day, out var resolved, out var problem))
            return problem!;
        var province = default(ProvinceCode);
        if (code != ProvinceRow.OtherCode && !ProvinceCode.TryParse(code, out province))
            return ProblemAnswer.Malformed("code", code, "a province's code, 1 to 6 digits, or other");

        // No code is packed as 0, which stands for all others.
        return answers.OfDay(resolved, new AnswerKey(AnswerKind.Province, Subject: province.Packed), WriteOne)
            ?? ProblemAnswer.Unknown("code", code, "There is no such province, and on this day no orders under this code.", "a code of /api/v1/provinces");
    }

    private static bool WriteOne(Utf8JsonWriter json, DayTally day, AnswerKey key)
    {
        var code = ProvinceCode.FromPacked(key.Subject);
        var text = key.Subject == 0 ? ProvinceRow.OtherCode : code.ToString();
        var index = ProvinceTable.IndexOf(code);
        var row = index >= 0
            ? new ProvinceRow(text, ProvinceTable.All[index], day.Provinces.Known(index))
            : ProvinceRow.Of(day.Provinces).FirstOrDefault(row => row.Code == text);
        if (row is null)
            return false;
        json.WriteString("day"u8, ChinaTime.Format(day.Day));
        FiguresJson.WriteProvince(json, row);
        FiguresJson.WriteHours(json, "hours"u8, day.Day, row.Tally.Hour);
        return true;
    }
}
