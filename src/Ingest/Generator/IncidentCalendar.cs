namespace RechargeMonitor.Ingest.Generator;

/// <summary>The incidents that happen by themselves: which ones a day has follows from the seed and the day alone.</summary>
internal static class IncidentCalendar
{
    private const ulong Tag = 0x1C1D_E475;
    private const int FirstMinute = 8 * 60;
    private const int LastMinute = 22 * 60;

    /// <summary>Adds the natural incidents of a day.</summary>
    /// <param name="seed">The generator's seed.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    /// <param name="incidents">Where to add them.</param>
    public static void AddTo(List<Incident> incidents, ulong seed, int day)
    {
        var random = new SplitMix(SplitMix.Mix(seed ^ Tag) + (ulong)day);
        if (Below(ref random, 3) == 0)
            incidents.Add(ProvinceIncident(ref random));
        if (Below(ref random, 3) == 0)
            incidents.Add(InterfaceIncident(ref random));
    }

    private static Incident ProvinceIncident(ref SplitMix random)
    {
        var province = Provinces.ByPopulation.Choose(random.Next());
        var from = FirstMinute + Below(ref random, LastMinute - FirstMinute);
        return new Incident
        {
            Kind = IncidentKind.Province,
            ProvinceCode = Provinces.Code(province),
            FromMinute = from,
            ToMinute = from + 10 + Below(ref random, 31),
            FailuresPerMillion = 300_000 + Below(ref random, 400_001),
        };
    }

    private static Incident InterfaceIncident(ref SplitMix random)
    {
        var from = FirstMinute + Below(ref random, LastMinute - FirstMinute);
        return new Incident
        {
            Kind = IncidentKind.Interface,
            Service = (OrderStep)Below(ref random, 5),
            FromMinute = from,
            ToMinute = from + 5 + Below(ref random, 16),
            FailuresPerMillion = 150_000 + Below(ref random, 350_001),
        };
    }

    private static int Below(ref SplitMix random, int limit) => (int)(((random.Next() >> 32) * (ulong)limit) >> 32);
}
