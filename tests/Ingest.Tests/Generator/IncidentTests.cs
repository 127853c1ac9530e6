using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;
using RechargeMonitor.Ingest.Generator;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Generator;

public sealed class IncidentTests
{
    [Fact]
    public void Next_ProvinceIncident_FailsThereAndThenOnly()
    {
        var lines = Run("province:200:1930-1950:0.6")
            .Where(line => line.Line.Step == OrderStep.ReChargeNotifyReq)
            .Select(line => new LineFields(line.Bytes))
            .ToList();
        var inside = lines.Where(line => line.Start >= At(19, 31) && line.Start < At(19, 48)).ToList();
        var hit = inside.Where(line => line["provinceCode"] == "200").ToList();

        Assert.InRange(FailureRate(hit), 0.5, 0.7);
        Assert.InRange(FailureRate(inside.Except(hit)), 0, 0.03);
        Assert.InRange(FailureRate(lines.Where(line => line["provinceCode"] == "200" && line.Start < At(19, 0))), 0, 0.03);
    }

    [Fact]
    public void Next_InterfaceIncident_FailsAndSlowsThatServiceThenOnly()
    {
        var lines = Run("interface:sendRechargeReq:1015-1030:0.4")
            .Where(line => line.Line.Step == OrderStep.SendRechargeReq)
            .Select(line => new LineFields(line.Bytes))
            .ToList();
        var inside = lines.Where(line => line.Time("startReqTime") >= At(10, 15) && line.Time("startReqTime") < At(10, 30)).ToList();
        var outside = lines.Except(inside).ToList();

        Assert.InRange(InterfaceFailureRate(inside), 0.35, 0.45);
        Assert.InRange(InterfaceFailureRate(outside), 0, 0.01);
        Assert.True(MedianLatency(inside) > 3 * MedianLatency(outside), $"{MedianLatency(inside)} ms, otherwise {MedianLatency(outside)} ms.");
    }

    [Fact]
    public void Next_Incident_LeavesTheOtherOrdersAsTheyAre()
    {
        // The incident changes results only, no times, so the two streams stay side by side.
        var without = GeneratedStream.Read(GeneratedStream.OneDay(20_000));
        var changed = Run("province:200:1930-1950:0.6", 20_000).Zip(without)
            .Where(pair => !pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes))
            .Select(pair => pair.First)
            .ToList();

        Assert.NotEmpty(changed);
        Assert.All(changed, line => Assert.Equal("200", new LineFields(line.Bytes)["provinceCode"]));
    }

    [Fact]
    public void IncidentsOn_ManyDays_HaveSomeOfEachKindNowAndThen()
    {
        var generator = new LineGenerator(new GeneratorOptions { Seed = 5 });
        var days = Enumerable.Range(0, 300).Select(day => generator.IncidentsOn(GeneratedStream.Day.AddDays(day))).ToList();
        var all = days.SelectMany(incidents => incidents).ToList();

        Assert.InRange(all.Count(incident => incident.Kind == IncidentKind.Province), 60, 140);
        Assert.InRange(all.Count(incident => incident.Kind == IncidentKind.Interface), 60, 140);
        Assert.All(all, incident => Assert.InRange(incident.ToMinute - incident.FromMinute, 5, 40));
        Assert.All(all.Where(incident => incident.Kind == IncidentKind.Province), incident => Assert.InRange(incident.FailuresPerMillion, 300_000, 700_000));
        Assert.Empty(new LineGenerator(new GeneratorOptions { NaturalIncidents = false }).IncidentsOn(GeneratedStream.Day));
    }

    [Fact]
    public void TryParse_EveryProvinceAndServiceOfCore_IsKnown()
    {
        var subjects = ProvinceTable.All.Select(province => $"province:{province.Code}")
            .Concat(Enum.GetValues<Service>().Select(service => $"interface:{Services.Name(service)}"))
            .ToList();

        Assert.Equal(36, subjects.Count);
        Assert.All(subjects, subject => Assert.True(IncidentParser.TryParse($"{subject}:0800-0900:0.5", out _, out var error), error));
    }

    [Theory]
    [InlineData("province:200:1930-1950:0.6")]
    [InlineData("interface:sendRechargeReq:1015-1030:0.4")]
    [InlineData("interface:makeNewOrder:0000-2400:1")]
    public void TryParse_WellFormed_GivesWhatItPrints(string text)
    {
        Assert.True(IncidentParser.TryParse(text, out var incident, out var error), error);
        Assert.Equal(text, incident.ToString());
    }

    [Theory]
    [InlineData("", "1 parts")]
    [InlineData("province:200:1930-1950", "3 parts")]
    [InlineData("province:200:1930-1950:0.6:1", "5 parts")]
    [InlineData("weather:200:1930-1950:0.6", "'weather'")]
    [InlineData("province:201:1930-1950:0.6", "'201'")]
    [InlineData("province:Guangdong:1930-1950:0.6", "'Guangdong'")]
    [InlineData("interface:pay:1930-1950:0.6", "'pay'")]
    [InlineData("province:200:1930:0.6", "'1930'")]
    [InlineData("province:200:1950-1930:0.6", "'1950-1930'")]
    [InlineData("province:200:1930-1930:0.6", "'1930-1930'")]
    [InlineData("province:200:1960-2000:0.6", "'1960-2000'")]
    [InlineData("province:200:2350-2401:0.6", "'2350-2401'")]
    [InlineData("province:200:1930-1950:1.1", "'1.1'")]
    [InlineData("province:200:1930-1950:-0.1", "'-0.1'")]
    [InlineData("province:200:1930-1950:0,6", "'0,6'")]
    [InlineData("province:200:1930-1950:", "''")]
    public void TryParse_Malformed_NamesTheFaultyPart(string text, string part)
    {
        Assert.False(IncidentParser.TryParse(text, out _, out var error));
        Assert.Contains(part, error);
    }

    private static List<(GeneratedLine Line, byte[] Bytes)> Run(string text, long orders = 50_000)
    {
        Assert.True(IncidentParser.TryParse(text, out var incident, out var error), error);
        return GeneratedStream.Read(GeneratedStream.OneDay(orders) with { Incidents = [incident] }).ToList();
    }

    private static long At(int hour, int minute) => GeneratedStream.At(GeneratedStream.Day, hour, minute);

    private static double FailureRate(IEnumerable<LineFields> lines) => lines.Average(line => line["bussinessRst"] == "0000" ? 0.0 : 1.0);

    private static double InterfaceFailureRate(IEnumerable<LineFields> lines) =>
        lines.Average(line => line.Find("interFacRst") is null or "0000" ? 0.0 : 1.0);

    private static long MedianLatency(List<LineFields> lines) =>
        lines.Select(line => line.Time("endReqTime") - line.Time("startReqTime")).Order().ElementAt(lines.Count / 2);
}
