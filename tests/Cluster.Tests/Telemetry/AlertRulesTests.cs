using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Telemetry;

public sealed class AlertRulesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("check", "rules", "alerts.yml")]
    [InlineData("test", "rules", "alerts.test.yml")]
    [InlineData("check", "config", "prometheus.yml")]
    public async Task Promtool_OfTheShippedFiles_FindsNoFault(params string[] arguments)
    {
        var promtool = Programs.Find("promtool");
        Assert.SkipWhen(promtool is null, "promtool is not installed");
        await Programs.RunAsync(promtool!, [.. arguments[..^1], Repository.File($"deploy/telemetry/{arguments[^1]}")], Limit);
    }
}
