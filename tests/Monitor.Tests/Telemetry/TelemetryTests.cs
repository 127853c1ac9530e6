using System.Net;
using RechargeMonitor.Monitor.Telemetry;
using RechargeMonitor.Monitor.Tests.Serve;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Telemetry;

public sealed class TelemetryTests : IDisposable
{
    private const int Lines = 2000;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_WithACollector_SendsMetricsLogsAndTracesFromTheCheckpointToTheStore()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        var log = new OrderLog(folder["order.log"], new LineMix(20170417));
        log.Append(Lines);
        await using var monitor = MonitorProcess.Follow(log.Path, folder["data"], new Dictionary<string, string>
        {
            ["Telemetry__OtlpEndpoint"] = collector.Address,
            ["Telemetry__OtlpProtocol"] = "Http",
            ["Telemetry__OtlpHeadersFile"] = folder.File("headers", "x-token=secret\n"u8.ToArray()),
            ["Telemetry__OtlpMetricsInterval"] = "00:00:01",
            ["Telemetry__TraceRatio"] = "1",
        });
        await monitor.StartAsync();

        (string Signal, string Name)[] expected =
        [
            ("metrics", "recharge.ingest.lines.committed"), ("metrics", "recharge.figures.orders"), ("logs", "Following"),
            ("traces", "checkpoint"), ("traces", "Grain/Confirm"), ("traces", "ISourceGrain/Commit"), ("traces", "storage"),
        ];
        await monitor.WaitAsync(
            string.Join(", ", expected), () => Task.FromResult(expected.All(sent => collector.Has(sent.Signal, sent.Name))),
            () => Task.FromResult($"not {string.Join(", ", expected.Where(sent => !collector.Has(sent.Signal, sent.Name)))}"));
        Assert.All(collector.Tokens, token => Assert.Equal("secret", token));
    }

    [Fact]
    public async Task Serve_WithoutItsPage_HasNone()
    {
        await using var monitor = new MonitorProcess(["--data", folder["data"]], new Dictionary<string, string> { ["Telemetry__MetricsPage"] = "false" });
        await monitor.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, await monitor.StatusAsync("/metrics"));
    }

    [Fact]
    public void Validate_ManyFaults_NamesAllOfThem()
    {
        var options = new TelemetryOptions
        {
            OtlpEndpoint = "collector:4317",
            OtlpProtocol = (OtlpTransport)7,
            OtlpHeadersFile = folder["absent"],
            OtlpMetricsInterval = TimeSpan.Zero,
            TraceRatio = double.NaN,
        };
        Assert.Equal(5, new TelemetryOptionsValidator().Validate(null, options).Failures!.Count());
        Assert.Single(new TelemetryOptionsValidator().Validate(null, new TelemetryOptions { TraceRatio = 0.5 }).Failures!);
        Assert.True(new TelemetryOptionsValidator().Validate(null, new TelemetryOptions()).Succeeded);
    }
}
