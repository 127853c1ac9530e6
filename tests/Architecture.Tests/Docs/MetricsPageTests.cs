using Xunit;

namespace RechargeMonitor.Architecture.Tests.Docs;

/// <summary>The page of the metrics and the instruments of the code are the same, name by name.</summary>
public sealed class MetricsPageTests
{
    private static readonly Instrument[] Made =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Instrument.OfSource(File.ReadAllText(file)))

            // What writes to Redis and what reads from it say of themselves whether they reach it.
            .Distinct().OrderBy(instrument => instrument.Name, StringComparer.Ordinal),
    ];

    private static readonly (Instrument Instrument, string PrometheusName)[] Described =
        [.. Instrument.OfPage(Repository.Read("docs/metrics.md")).OrderBy(row => row.Instrument.Name, StringComparer.Ordinal)];

    [Fact]
    public void Page_OfMetrics_DescribesTheInstrumentsOfTheCode()
    {
        Assert.NotEmpty(Made);
        Assert.Equal(Made, Described.Select(row => row.Instrument));
    }

    [Fact]
    public void Page_OfMetrics_NamesThemAsPrometheusDoes() =>
        Assert.All(Described, row => Assert.Equal(row.Instrument.PrometheusName, row.PrometheusName));

    [Theory]
    [InlineData("""Meter.CreateCounter<long>("recharge.a", "By", "Bytes.");""", "counter", "By")]
    [InlineData("""meter.CreateObservableGauge("recharge.a", () => Of(1, 2) ? [3] : [], null, "Bytes.");""", "gauge", "")]
    [InlineData("""Meter.CreateHistogram("recharge.a", "s", "Bytes.", advice: Buckets);""", "histogram", "s")]
    public void Instrument_OfSource_IsRead(string source, string kind, string unit) =>
        Assert.Equal([new Instrument("recharge.a", kind, unit, "Bytes.")], Instrument.OfSource(source));
}
