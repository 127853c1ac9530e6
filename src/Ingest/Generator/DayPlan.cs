namespace RechargeMonitor.Ingest.Generator;

/// <summary>What the orders of one day have in common: how many they are, when they start and which incidents they meet.</summary>
internal sealed class DayPlan
{
    public const long MillisecondsPerDay = 86_400_000;

    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    private readonly ulong key;
    private readonly int randomBits;
    private readonly Window[] windows;

    /// <param name="options">The generator's options.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    public DayPlan(GeneratorOptions options, int day)
    {
        Day = day;
        Date = DateOf(day);
        Midnight = day * MillisecondsPerDay;
        Orders = options.OrdersOn(Date);
        key = SplitMix.Mix(SplitMix.Mix(options.Seed) + (ulong)day);
        randomBits = DayCurve.RandomBits(Orders);

        // Orders that start before midnight make calls after it, so the next day's incidents are theirs as well.
        windows =
        [
            .. IncidentsOn(options, day).Select(incident => new Window(incident, Midnight)),
            .. IncidentsOn(options, day + 1).Select(incident => new Window(incident, Midnight + MillisecondsPerDay)),
        ];
    }

    /// <summary>Days since 1970-01-01.</summary>
    public int Day { get; }

    public DateOnly Date { get; }

    /// <summary>The day's first millisecond, in China Standard wall time since 1970.</summary>
    public long Midnight { get; }

    public long Orders { get; }

    public static int DayOf(DateOnly date) => date.DayNumber - Epoch;

    public static DateOnly DateOf(int day) => DateOnly.FromDayNumber(day + Epoch);

    public static List<Incident> IncidentsOn(GeneratorOptions options, int day)
    {
        var incidents = new List<Incident>(options.Incidents);
        if (options.NaturalIncidents)
            IncidentCalendar.AddTo(incidents, options.Seed, day);
        return incidents;
    }

    /// <summary>The random number from which everything about an order follows.</summary>
    public ulong KeyOf(long number) => SplitMix.Mix(key + ((ulong)number * SplitMix.Gamma));

    public long StartOf(long number, ulong orderKey) =>
        Midnight + DayCurve.StartOf(number, Orders, orderKey >> (64 - randomBits), randomBits);

    /// <summary>The first order that starts at or after a time; <see cref="Orders"/> if none does.</summary>
    public long FirstStartingAt(long time)
    {
        long low = 0, high = Orders;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (StartOf(middle, KeyOf(middle)) < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The chance, as 32-bit threshold, that an incident makes a call to a service fail; 0 without incident.</summary>
    public ulong InterfaceIncident(OrderStep service, long time) => Worst(IncidentKind.Interface, (int)service, time);

    /// <summary>The chance, as 32-bit threshold, that an incident makes a province's top-up fail; 0 without incident.</summary>
    public ulong ProvinceIncident(int province, long time) => Worst(IncidentKind.Province, province, time);

    private ulong Worst(IncidentKind kind, int subject, long time)
    {
        var worst = 0ul;
        foreach (ref readonly var window in windows.AsSpan())
        {
            if (window.Subject == subject && window.Kind == kind && time >= window.From && time < window.To)
                worst = Math.Max(worst, window.Threshold);
        }

        return worst;
    }

    private readonly struct Window(Incident incident, long midnight)
    {
        public readonly IncidentKind Kind = incident.Kind;
        public readonly int Subject = incident.Kind == IncidentKind.Province
            ? Provinces.IndexOf(incident.ProvinceCode)
            : (int)incident.Service;

        public readonly long From = midnight + (incident.FromMinute * 60_000L);
        public readonly long To = midnight + (incident.ToMinute * 60_000L);
        public readonly ulong Threshold = Chance.FromPartsPerMillion(incident.FailuresPerMillion);
    }
}
