using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RechargeMonitor.Api.Tests.Description;
using Xunit;

namespace RechargeMonitor.Api.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Readyz_ChecksPass_IsReady()
    {
        await using var host = await ApiHost.StartAsync(configure: services => services.AddHealthChecks()
            .AddCheck("good", () => HealthCheckResult.Healthy(), ["ready"]).AddCheck("not asked", () => HealthCheckResult.Unhealthy()));

        Assert.Equal("""{"status":"ready"}""", await host.Client.GetStringAsync("/readyz"));
    }

    [Fact]
    public async Task Readyz_ACheckFails_NamesIt()
    {
        await using var host = await ApiHost.StartAsync(configure: services => services.AddHealthChecks()
            .AddCheck("good", () => HealthCheckResult.Healthy(), ["ready"]).AddCheck("cluster", () => HealthCheckResult.Unhealthy("no silo"), ["ready"]));

        using var response = await host.Client.GetAsync("/readyz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("""[{"name":"cluster","status":"Unhealthy","description":"no silo"}]""", problem["checks"]!.ToJsonString());
        Assert.Equal("""{"status":"alive"}""", await host.Client.GetStringAsync("/healthz"));
    }

    [Fact]
    public async Task Readyz_ACheckIsDegraded_IsReadyAndNamesIt()
    {
        await using var host = await ApiHost.StartAsync(configure: services => services.AddHealthChecks()
            .AddCheck("good", () => HealthCheckResult.Healthy(), ["ready"]).AddCheck("figures", () => HealthCheckResult.Degraded("Redis is away"), ["ready"]));

        var answer = await host.GetAsync("/readyz");

        Assert.Equal("""{"status":"degraded","checks":[{"name":"figures","status":"Degraded","description":"Redis is away"}]}""", answer.ToJsonString());
        Assert.Empty(new SchemaCheck(await host.GetAsync("/openapi/v1.json")).Faults("/readyz", "200", "application/json", answer));
    }
}
