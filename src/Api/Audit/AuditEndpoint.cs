using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Api.Audit;

internal static class AuditEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapAnswer<AuditAnswer>("/api/v1/audit", Get);

    /// <summary>The books: what became of every line, per source and in all</summary>
    /// <remarks>lines = counted + other + rejected + blank. While figures are in flight they may be ahead of the books.</remarks>
    internal static IResult Get(FiguresAnswers answers, FiguresView view) =>

        // Time alone can end the balance, so it is part of what is asked for.
        answers.OfView(new AnswerKey(AnswerKind.Audit, Subject: view.BooksBalance ? 1 : 0), Build);

    private static PreparedAnswer Build(AnswerKey key, FiguresView view, DayDirectory directory)
    {
        var books = view.Books();
        return PreparedAnswer.OfJson(books.Revision, JsonBody.Of((books, key.IsStale), static (json, state) =>
        {
            JsonBody.WriteHead(json, state.books.Revision, state.books.AsOf, state.IsStale);
            state.books.Report.WriteTo(json);
        }));
    }
}
