using RechargeMonitor.Core.Reports;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Monitor.Audit;
using RechargeMonitor.Monitor.Generate;
using RechargeMonitor.Monitor.Recount;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Audit;

public sealed class AuditTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RunAsync_SameFigures_NoDifference()
    {
        var report = Report();
        await using var monitor = await ServedMonitor.StartAsync(report);
        var result = await CompareAsync(monitor, report);
        Assert.Empty(result.Differences);
        Assert.True(result.ComparedDays >= 2, $"{result.ComparedDays} days were compared");
        Assert.True(result.ComparedFigures > 1_000, $"{result.ComparedFigures} figures were compared");
    }

    [Theory]
    [InlineData("/api/v1/audit", "\"blank\":0", "\"blank\":3", "books blank")]
    [InlineData("/api/v1/overview", "\"total\":", "\"total\":1", "overview orders total")]
    [InlineData("/api/v1/overview", "\"p95Ms\":", "\"p95Ms\":1", "overview recharge p95Ms")]
    [InlineData("/api/v1/trend?by=minute", "\"succeeded\":", "\"succeeded\":1", "trend?by=minute points")]
    [InlineData("/api/v1/trend?by=hour", "\"amountFen\":", "\"amountFen\":1", "trend?by=hour points")]
    [InlineData("/api/v1/provinces?", "\"successRate\":0.9", "\"successRate\":0.8", "provinces provinces")]
    [InlineData("/api/v1/provinces/200", "\"total\":", "\"total\":2", "provinces/200 hours")]
    [InlineData("/api/v1/interfaces/payNotifyReq", "\"calls\":", "\"calls\":2", "interfaces/payNotifyReq minutes")]
    [InlineData("/api/v1/breakdowns/gateway", "\"key\":\"WXPAY\"", "\"key\":\"X\"", "breakdowns/gateway items WXPAY")]
    public async Task RunAsync_AnotherFigure_NamesItsPlace(string call, string from, string to, string place)
    {
        var report = Report();
        await using var monitor = await ServedMonitor.StartAsync(report);
        monitor.Change = (path, body) => path.StartsWith(call, StringComparison.Ordinal) ? body.Replace(from, to, StringComparison.Ordinal) : body;
        var result = await CompareAsync(monitor, report);
        Assert.Contains(result.Differences, difference => difference.Place.Contains(place, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_PercentileWithinOnePercent_NoDifference()
    {
        var report = Report();
        await using var monitor = await ServedMonitor.StartAsync(report);
        var p95 = report.Days[^1].National.Recharge.PercentileMs(95);
        monitor.Change = (_, body) => body.Replace($"\"p95Ms\":{p95}", $"\"p95Ms\":{p95 + (p95 / 120)}", StringComparison.Ordinal);
        Assert.Empty((await CompareAsync(monitor, report)).Differences);
    }

    [Fact]
    public async Task RunAsync_DayNoLongerKept_IsSkipped()
    {
        var report = Report();
        await using var monitor = await ServedMonitor.StartAsync(report, retired: report.Days[^1].Day);
        var result = await CompareAsync(monitor, report);
        Assert.Empty(result.Differences);
        Assert.Equal([report.Days[^1].Day.ToString("yyyyMMdd")], result.SkippedDays);
    }

    [Fact]
    public async Task RunAsync_DayUnknownToMonitor_IsADifference()
    {
        var report = Report();
        await using var monitor = await ServedMonitor.StartAsync(report with { Days = [.. report.Days.Skip(1)] });
        Assert.NotEmpty((await CompareAsync(monitor, report)).Differences);
    }

    [Fact]
    public async Task RunAsync_DayUnknownToFiles_IsADifference()
    {
        var report = Report();
        await using var monitor = await ServedMonitor.StartAsync(report);
        var result = await CompareAsync(monitor, report with { Days = [.. report.Days.SkipLast(1)] });
        Assert.Single(result.Differences);
    }

    [Fact]
    public async Task RunAsync_MonitorStillReads_WaitsForIt()
    {
        var report = Report();
        await using var monitor = await ServedMonitor.StartAsync();
        monitor.Asked = number =>
        {
            if (number == 10)
                monitor.View.Publish(report);
        };
        using var client = new MonitorClient(new Uri(monitor.Address + "/"));
        var result = await new MonitorComparison(client, report).RunAsync(TimeSpan.FromSeconds(30), TimeProvider.System, default);
        Assert.Empty(result.Differences);
    }

    [Fact]
    public async Task Audit_ExitCodes_TellHowItEnded()
    {
        var path = Lines();
        var report = new Recounter(LogFileFinder.Find([path])).Run(default).Report;
        string address;
        await using (var monitor = await ServedMonitor.StartAsync(report))
        {
            address = monitor.Address;
            var same = await Executable.RunAsync("audit", path, "--against", address);
            Assert.Equal((0, ""), (same.ExitCode, same.Error));
            Assert.StartsWith("no difference", same.Text, StringComparison.Ordinal);

            monitor.Change = (_, body) => body.Replace("\"total\":", "\"total\":1", StringComparison.Ordinal);
            var other = await Executable.RunAsync("audit", path, "--against", address);
            Assert.Equal((1, ""), (other.ExitCode, other.Error));
            Assert.Contains("in the monitor", other.Text, StringComparison.Ordinal);
        }

        var unreachable = await Executable.RunAsync("audit", path, "--against", address);
        Assert.Equal((2, ""), (unreachable.ExitCode, unreachable.Text));
        Assert.Contains($"{address}/: the monitor cannot be reached", unreachable.Error, StringComparison.Ordinal);
    }

    private static async Task<AuditResult> CompareAsync(ServedMonitor monitor, RecountReport report)
    {
        using var client = new MonitorClient(new Uri(monitor.Address + "/"));
        return await new MonitorComparison(client, report).RunAsync(TimeSpan.Zero, TimeProvider.System, default);
    }

    private RecountReport Report() => new Recounter(LogFileFinder.Find([Lines()])).Run(default).Report;

    private string Lines()
    {
        using var stream = new MemoryStream();
        using var target = new SingleTarget(stream);
        new GeneratorRun(new LineGenerator(new GeneratorOptions { OrdersPerDay = 1_000 }), target, 10_000).WriteAll(default);
        return folder.File("order.log", stream.ToArray());
    }
}
