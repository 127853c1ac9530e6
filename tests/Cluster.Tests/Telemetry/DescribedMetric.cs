using System.Text.RegularExpressions;

namespace RechargeMonitor.Cluster.Tests.Telemetry;

/// <summary>What <c>docs/metrics.md</c> says of a metric.</summary>
/// <param name="Name">Its name in Prometheus.</param>
/// <param name="Labels">The labels that tell its series apart.</param>
internal sealed record DescribedMetric(string Name, IReadOnlySet<string> Labels)
{
    /// <summary>Every metric of the page.</summary>
    public static IReadOnlyDictionary<string, DescribedMetric> All() => File.ReadLines(Repository.File("docs/metrics.md"))
        .Where(line => line.StartsWith("| `recharge.", StringComparison.Ordinal))
        .Select(line => line.Split('|'))
        .Select(cells => new DescribedMetric(
            cells[2].Trim().Trim('`'),
            Regex.Matches(cells[5], "`([a-z]+)`").Select(label => label.Groups[1].Value).ToHashSet(StringComparer.Ordinal)))
        .ToDictionary(metric => metric.Name, StringComparer.Ordinal);
}
