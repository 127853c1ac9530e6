using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RechargeMonitor.Cluster.Tests.Support;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Telemetry;

/// <summary>A real Prometheus scrapes a real cluster: what it gets is what the page says, and every query of the dashboard has data.</summary>
[Collection(nameof(CalmCluster))]
public sealed class PrometheusTests(CalmCluster fixture)
{
    private const int Lines = 3000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // Those of Prometheus and of its exporter, and the bounds of histograms.
    private static readonly HashSet<string> CommonLabels = new(StringComparer.Ordinal)
        { "__name__", "instance", "job", "role", "le", "otel_scope_name", "otel_scope_version", "otel_scope_schema_url" };

    [Fact]
    public async Task Prometheus_ScrapesACluster_GetsWhatThePageSaysAndFillsTheDashboard()
    {
        Assert.SkipWhen(PrometheusServer.Missing is not null, PrometheusServer.Missing ?? "");
        var cluster = await fixture.WholeAsync();
        await using var prometheus = await PrometheusServer.StartAsync(
            [.. cluster.Silos.Select(role => ("silo", role.Address)), .. cluster.Ingests.Select(role => ("ingest", role.Address)), .. cluster.Apis.Select(role => ("api", role.Address))]);

        // Other tests' topics may be in the books already.
        var before = await LinesAsync(cluster);
        cluster.Traffic.Resume();
        await cluster.Traffic.ProduceAsync(Lines);

        await AssertEachHasDataAsync(prometheus, cluster, Dashboard().Concat(AlertMetrics()));
        await AssertIsAsDescribedAsync(prometheus);
        await AssertFiguresAreThoseOfRestAsync(prometheus, cluster, before);
    }

    private static async Task<long> LinesAsync(TestCluster cluster) => (await cluster.Apis[0].GetAsync("audit"))["lines"]!.GetValue<long>();

    private static async Task AssertEachHasDataAsync(PrometheusServer prometheus, TestCluster cluster, IEnumerable<string> expressions)
    {
        var waiting = expressions.Distinct().ToList();
        Assert.NotEmpty(waiting);
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // How long requests take is known only where some are made.
            await cluster.Apis[0].GetAsync("overview");
            foreach (var expression in waiting.ToArray())
            {
                if ((await prometheus.QueryAsync(expression)).Any(series => double.IsFinite(series.Value)))
                    waiting.Remove(expression);
            }

            if (waiting.Count == 0)
                return;
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"within {Patience.TotalSeconds} s these gave nothing:\n{string.Join('\n', waiting)}");
            await Task.Delay(Pause);
        }
    }

    private static async Task AssertIsAsDescribedAsync(PrometheusServer prometheus)
    {
        var described = DescribedMetric.All();

        // OpenMetrics tells of counters and histograms when they began as well.
        var scraped = (await prometheus.QueryAsync("""{__name__=~"recharge_.+",__name__!~".+_created"}""")).Select(series => series.Labels)
            .GroupBy(labels => Regex.Replace(labels["__name__"], "_(bucket|sum|count)$", ""), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.SelectMany(labels => labels.Keys).Except(CommonLabels).Order().ToArray(), StringComparer.Ordinal);
        Assert.Equal(described.Keys.Order(), scraped.Keys.Order());
        Assert.All(described.Values, metric => Assert.Equal(metric.Labels.Order(), scraped[metric.Name]));
    }

    private static async Task AssertFiguresAreThoseOfRestAsync(PrometheusServer prometheus, TestCluster cluster, long before)
    {
        await cluster.Traffic.PauseAsync();
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var lines = await LinesAsync(cluster);
            var orders = (await cluster.Apis[0].GetAsync("overview"))["orders"]!;
            var found = (
                Lines: (await prometheus.QueryAsync("sum(max by (outcome) (recharge_books_lines))"))[0].Value,
                Failed: (await prometheus.QueryAsync("""max(recharge_figures_orders{result="failed"})"""))[0].Value,
                Fen: (await prometheus.QueryAsync("max(recharge_figures_amount_fen)"))[0].Value,
                Provinces: (await prometheus.QueryAsync("sum(max by (province, result) (recharge_figures_province_orders))"))[0].Value,
                Lag: (await prometheus.QueryAsync("sum(recharge_ingest_kafka_lag)"))[0].Value);
            var expected = (Lines: (double)(before + cluster.Traffic.Lines), Failed: orders["failed"]!.GetValue<double>(), Fen: orders["amountFen"]!.GetValue<double>(), Provinces: orders["total"]!.GetValue<double>(), Lag: 0.0);
            if (found == expected)
                return;
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"expected {expected} within {Patience.TotalSeconds} s, found {found}; REST has {lines} lines");
            await Task.Delay(Pause);
        }
    }

    /// <summary>The queries of all panels, over the least time that Grafana would take.</summary>
    private static IEnumerable<string> Dashboard()
    {
        var dashboard = JsonNode.Parse(File.ReadAllText(Repository.File("deploy/telemetry/dashboard.json")))!;
        return dashboard["panels"]!.AsArray().Where(panel => panel!["targets"] is not null).SelectMany(panel => panel!["targets"]!.AsArray())
            .Select(target => target!["expr"]!.GetValue<string>().Replace("$__rate_interval", "10s", StringComparison.Ordinal).Replace("$job", "recharge-monitor", StringComparison.Ordinal));
    }

    /// <summary>The metrics that alert rules look at: the rules themselves are tried by promtool.</summary>
    private static IEnumerable<string> AlertMetrics() =>
        Regex.Matches(File.ReadAllText(Repository.File("deploy/telemetry/alerts.yml")), @"\brecharge_[a-z_]+").Select(metric => metric.Value);
}
