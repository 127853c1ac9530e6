using System.Globalization;

namespace RechargeMonitor.Servers;

/// <summary>How many days of lines a monitor is fed with: few, or what <c>tests/week.sh</c> asks for by the environment.</summary>
/// <param name="Days">How many days.</param>
/// <param name="LinesPerDay">About how many lines each has.</param>
/// <param name="KeptDays">How many days' figures the monitor keeps.</param>
public sealed record WeekPlan(int Days, int LinesPerDay, int KeptDays)
{
    private const int LinesPerOrder = 5;

    /// <summary>How many orders a day has, with five lines each and some odd ones.</summary>
    public int OrdersPerDay => Math.Max(1, LinesPerDay / LinesPerOrder);

    /// <summary>The plan of the environment, and for what it does not say another.</summary>
    public static WeekPlan FromEnvironment(WeekPlan otherwise) => new(
        Number("WEEK_DAYS") ?? otherwise.Days, Number("WEEK_LINES") ?? otherwise.LinesPerDay, Number("WEEK_KEPT") ?? otherwise.KeptDays);

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
