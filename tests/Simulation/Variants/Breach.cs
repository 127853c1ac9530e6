namespace RechargeMonitor.Simulation;

/// <summary>How soon broken rules are noticed.</summary>
public static class Breach
{
    /// <summary>Every broken rule is noticed within so many schedules, whatever seed they start from.</summary>
    public const int NoticedWithin = 3_000;

    /// <summary>The number of schedules until a broken rule is noticed, with what is noticed; nothing if it is not.</summary>
    public static (int Schedules, string Difference)? FirstNotice(Variant variant, ulong firstSeed)
    {
        for (var number = 0; number < NoticedWithin; number++)
        {
            if (Simulator.Run(firstSeed + (ulong)number, variant).Difference is { } difference)
                return (number + 1, difference);
        }

        return null;
    }
}
