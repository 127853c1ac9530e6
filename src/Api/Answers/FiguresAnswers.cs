using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Answers;

/// <summary>Writes what a request asks for of a day's figures. False where the day does not have its subject.</summary>
internal delegate bool DayWriter(Utf8JsonWriter json, DayTally day, AnswerKey key);

/// <summary>Answers requests from the published figures, with prepared bytes wherever nothing has changed.</summary>
internal sealed class FiguresAnswers(FiguresView view, DayDirectory directory)
{
    private const string ExpectedDay = "a day as yyyyMMdd, for example 20170412";

    private readonly AnswerCache cache = new();

    /// <summary>How many answers are kept prepared.</summary>
    internal int Prepared => cache.Count;

    /// <summary>Reads the parameter <c>day</c>; absent it is the default day, which may be none.</summary>
    public bool TryReadDay(string? text, out DateOnly? day, out ProblemAnswer? problem)
    {
        (day, problem) = (null, null);
        if (text is null)
        {
            day = directory.Current.Default;
            return true;
        }

        if (!ChinaTime.TryParseDay(text, out var named))
        {
            problem = ProblemAnswer.Malformed("day", text, ExpectedDay);
            return false;
        }

        day = named;
        return true;
    }

    /// <summary>Answers from the figures of a day. Nothing where the day does not have the subject.</summary>
    public IResult? OfDay(DateOnly? day, AnswerKey key, DayWriter write)
    {
        if (day is not { } known)
            return NoFigures();
        var revision = view.DayRevision(known);
        if (revision == 0)
            return UnknownDay(known);
        var answer = cache.Get(key with { Day = known, IsStale = view.IsStale }, revision, (view, write), static (key, state) => Build(key, state.view, state.write));

        // The day may have been retired since its revision was looked up.
        if (answer is null && view.DayRevision(known) == 0)
            return UnknownDay(known);
        return answer;
    }

    /// <summary>Answers from something that changes with the view.</summary>
    public IResult OfView(AnswerKey key, Func<AnswerKey, FiguresView, DayDirectory, PreparedAnswer> build) =>
        cache.Get(key with { IsStale = view.IsStale }, view.Revision, (view, directory, build), static (key, state) => state.build(key, state.view, state.directory))!;

    private static PreparedAnswer? Build(AnswerKey key, FiguresView view, DayWriter write)
    {
        if (view.Day(key.Day) is not { } snapshot)
            return null;
        var isThere = true;
        var body = JsonBody.Of(snapshot, (json, day) =>
        {
            JsonBody.WriteHead(json, day.Revision, day.AsOf, key.IsStale);
            isThere = write(json, day.Figures, key);
        });
        return isThere ? PreparedAnswer.OfJson(snapshot.Revision, body) : null;
    }

    private ProblemAnswer UnknownDay(DateOnly day) => ProblemAnswer.Unknown(
        "day",
        ChinaTime.Format(day),
        view.IsRetired(day)
            ? "The figures of this day are no longer kept; only its line counts are, for the audit."
            : "There are no figures of this day.",
        "one of the days of /api/v1/days");

    private static ProblemAnswer NoFigures() => new(
        StatusCodes.Status404NotFound, "There are no figures yet.", "day", expected: "a day, once /api/v1/days has one");
}
