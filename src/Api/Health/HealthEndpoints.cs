using System.Text.Json;
using Microsoft.AspNetCore.Builder;
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

    private const string JsonType = "application/json; charset=utf-8";

    private static readonly PreparedAnswer Alive = PreparedAnswer.Constant([.. """{"status":"alive"}"""u8], JsonType);
    private static readonly PreparedAnswer Ready = PreparedAnswer.Constant([.. """{"status":"ready"}"""u8], JsonType);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapReading("/healthz", GetHealth).AllowAnonymous().WithTags(AnswerRoutes.HealthTag).Produces<HealthAnswer>();
        routes.MapReading("/readyz", GetReadinessAsync).AllowAnonymous().WithTags(AnswerRoutes.HealthTag).Produces<HealthAnswer>().Refuses(503);
    }

    /// <summary>Whether the process lives</summary>
    internal static IResult GetHealth() => Alive;

    /// <summary>Whether the process can do its work</summary>
    /// <remarks>503 names the checks that fail. Those that are degraded are named too, but the process is ready all the same.</remarks>
    internal static async Task<IResult> GetReadinessAsync(HealthCheckService checks, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(static check => check.Tags.Contains(ReadyTag), cancellationToken);
        return report.Status switch
        {
            HealthStatus.Healthy => Ready,
            HealthStatus.Degraded => Degraded(report),
            _ => new ProblemAnswer(
                StatusCodes.Status503ServiceUnavailable, "The process is not ready.",
                writeMore: json => WriteChecks(json, report, HealthStatus.Unhealthy)),
        };
    }

    private static PreparedAnswer Degraded(HealthReport report) => PreparedAnswer.Constant(
        JsonBody.Of(report, static (json, report) =>
        {
            json.WriteString("status"u8, "degraded"u8);
            WriteChecks(json, report, HealthStatus.Degraded);
        }),
        JsonType);

    private static void WriteChecks(Utf8JsonWriter json, HealthReport report, HealthStatus status)
    {
        json.WriteStartArray("checks"u8);
        foreach (var (name, entry) in report.Entries.Where(check => check.Value.Status == status))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WriteString("status"u8, entry.Status.ToString());
            if (entry.Description is { } description)
                json.WriteString("description"u8, description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
