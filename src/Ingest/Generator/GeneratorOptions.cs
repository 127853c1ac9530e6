namespace RechargeMonitor.Ingest.Generator;

/// <summary>What to generate. Equal options give equal bytes, on every machine.</summary>
public sealed record GeneratorOptions
{
    /// <summary>The most orders that a day may have.</summary>
    public const long MaxOrdersPerDay = 1_000_000_000;

    /// <summary>All of a million.</summary>
    public const int MaxOddLinesPerMillion = Chance.Certain;

    /// <summary>Everything random follows from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The day on which the first order starts.</summary>
    public DateOnly FirstDay { get; init; } = new(2017, 4, 12);

    /// <summary>How many orders start on each day; with <see cref="MonthPeaks"/>, on an ordinary day.</summary>
    public long OrdersPerDay { get; init; } = 1_000_000;

    /// <summary>After how many orders, counted from <see cref="FirstDay"/>, the stream ends; <see langword="null"/> for never.</summary>
    public long? MaxOrders { get; init; }

    /// <summary>Whether the first two and the last two days of a month have up to 1.8 times as many orders.</summary>
    public bool MonthPeaks { get; init; }

    /// <summary>Whether incidents happen now and then by themselves, on about every third day each kind.</summary>
    public bool NaturalIncidents { get; init; } = true;

    /// <summary>Incidents that happen on every day, beside the natural ones.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>
    /// How many in a million order lines are odd: written in an unusual way that means the same, or with a line before
    /// them that is none of an order. The orders themselves stay what they are without odd lines.
    /// </summary>
    public int OddLinesPerMillion { get; init; }

    /// <summary>Everything that is wrong with the options, with the values at fault; empty if they can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (OrdersPerDay is < 1 or > MaxOrdersPerDay)
            faults.Add($"OrdersPerDay is {OrdersPerDay}; it must lie between 1 and {MaxOrdersPerDay}.");
        if (MaxOrders < 1)
            faults.Add($"MaxOrders is {MaxOrders}; it must be at least 1.");
        if (OddLinesPerMillion is < 0 or > MaxOddLinesPerMillion)
            faults.Add($"OddLinesPerMillion is {OddLinesPerMillion}; it must lie between 0 and {MaxOddLinesPerMillion}.");
        if (FirstDay.Year is < 1970 or > 9000)
            faults.Add($"FirstDay is {FirstDay:yyyyMMdd}; its year must lie between 1970 and 9000.");

        foreach (var incident in Incidents)
        {
            if (incident.Fault() is { } fault)
                faults.Add(fault);
        }

        return faults;
    }

    /// <summary>How many orders start on a day.</summary>
    public long OrdersOn(DateOnly day)
    {
        if (!MonthPeaks)
            return OrdersPerDay;

        var last = DateTime.DaysInMonth(day.Year, day.Month);
        var percent = day.Day == 1 ? 180 : day.Day == last ? 160 : day.Day == 2 || day.Day == last - 1 ? 135 : 100;
        return OrdersPerDay * percent / 100;
    }
}
