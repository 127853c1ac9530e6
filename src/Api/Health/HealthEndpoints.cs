using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;

namespace RechargeMonitor.Api.Health;

internal static class HealthEndpoints
{
    /// <summary>The tag of the checks that decide whether the process is ready.</summary>
    private const string ReadyTag = "ready";

    private static readonly PreparedAnswer Alive = PreparedAnswer.Constant([.. """{"status":"alive"}"""u8], "application/json; charset=utf-8");
    private static readonly PreparedAnswer Ready = PreparedAnswer.Constant([.. """{"status":"ready"}"""u8], "application/json; charset=utf-8");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapReading("/healthz", GetHealth).WithTags(AnswerRoutes.HealthTag).Produces<HealthAnswer>();
        routes.MapReading("/readyz", GetReadinessAsync).WithTags(AnswerRoutes.HealthTag).Produces<HealthAnswer>().Refuses(503);
    }

    /// <summary>Whether the process lives</summary>
    internal static IResult GetHealth() => Alive;

    /// <summary>Whether the process can do its work</summary>
    /// <remarks>503 names the checks that fail. A check that says Degraded passes, as usual in ASP.NET Core.</remarks>
    internal static async Task<IResult> GetReadinessAsync(HealthCheckService checks, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(static check => check.Tags.Contains(ReadyTag), cancellationToken);
        return report.Status == HealthStatus.Unhealthy ? NotReady(report) : Ready;
    }

    private static ProblemAnswer NotReady(HealthReport report) => new(
        StatusCodes.Status503ServiceUnavailable, "The process is not ready.", writeMore: json =>
        {
            json.WriteStartArray("checks"u8);
            foreach (var (name, entry) in report.Entries.Where(check => check.Value.Status == HealthStatus.Unhealthy))
            {
                json.WriteStartObject();
                json.WriteString("name"u8, name);
                json.WriteString("status"u8, entry.Status.ToString());
                if (entry.Description is { } description)
                    json.WriteString("description"u8, description);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
}
