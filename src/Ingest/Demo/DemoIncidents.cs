using RechargeMonitor.Ingest.Generator;

namespace RechargeMonitor.Ingest.Demo;

/// <summary>What goes wrong in the demo: something twice an hour, so that whoever looks for a while sees alerts open and end.</summary>
internal static class DemoIncidents
{
    private const int Hours = 24;
    private const int PerMillion = 1_000_000;

    // The largest province has enough orders to be judged at the demo's usual rate.
    private const int Guangdong = 200;

    private static readonly OrderStep[] Services = [OrderStep.SendRechargeReq, OrderStep.PayNotifyReq, OrderStep.SendPayReq];

    /// <summary>The incidents of every day, in China.</summary>
    public static IReadOnlyList<Incident> All { get; } = [.. Enumerable.Range(0, Hours).SelectMany(OfHour)];

    private static IEnumerable<Incident> OfHour(int hour)
    {
        yield return new Incident
        {
            Kind = IncidentKind.Interface,
            Service = Services[hour % Services.Length],
            FromMinute = (hour * 60) + 10,
            ToMinute = (hour * 60) + 18,
            FailuresPerMillion = hour % 2 == 0 ? PerMillion * 3 / 10 : PerMillion / 8,
        };
        yield return new Incident
        {
            Kind = IncidentKind.Province,
            ProvinceCode = Guangdong,
            FromMinute = (hour * 60) + 38,
            ToMinute = (hour * 60) + 50,
            FailuresPerMillion = PerMillion * 7 / 10,
        };
    }
}
