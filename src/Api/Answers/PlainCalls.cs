using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Days;
using RechargeMonitor.Api.Interfaces;
using RechargeMonitor.Api.Overview;
using RechargeMonitor.Api.Provinces;
using RechargeMonitor.Api.Trend;

namespace RechargeMonitor.Api.Answers;

/// <summary>
/// Answers calls without parameters before routing, authorization and binding are started for them: their answers lie
/// prepared, so that would be all that they cost, and all the memory that they take. What it leaves alone, and everything
/// whose asker it does not know, takes the usual way, to the same answer.
/// </summary>
internal sealed class PlainCalls(FiguresAnswers answers, DayDirectory directory, AccessRules rules, KeyRing keys)
{
    private static readonly FrozenDictionary<string, Func<FiguresAnswers, DayDirectory, IResult>> Calls =
        new Dictionary<string, Func<FiguresAnswers, DayDirectory, IResult>>
        {
            ["/api/v1/overview"] = static (answers, _) => OverviewEndpoint.Get(answers),
            ["/api/v1/days"] = DaysEndpoint.Get,
            ["/api/v1/trend"] = static (answers, _) => TrendEndpoint.Get(answers),
            ["/api/v1/provinces"] = static (answers, _) => ProvincesEndpoints.GetAll(answers),
            ["/api/v1/interfaces"] = static (answers, _) => InterfacesEndpoints.GetAll(answers),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Answers a request; nothing where that is left to others.</summary>
    public Task? TryAnswer(HttpContext context)
    {
        var request = context.Request;
        return HttpMethods.IsGet(request.Method)
            && !request.QueryString.HasValue
            && request.Path.Value is { } path
            && Calls.TryGetValue(path, out var call)
            && MayView(request)
                ? call(answers, directory).ExecuteAsync(context)
                : null;
    }

    private bool MayView(HttpRequest request) => rules.ViewingIsOpen || keys.Find(Credential.Of(request)) is not null;
}
