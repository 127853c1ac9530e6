using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>The figures that the workers have handed over.</summary>
internal sealed class SharedDays
{
    private readonly Lock gate = new();
    private readonly Dictionary<DateOnly, DayTally> days = [];

    /// <summary>Takes over figures; the caller does not use them any more.</summary>
    public void Take(IEnumerable<DayTally> tallies)
    {
        lock (gate)
        {
            foreach (var tally in tallies)
            {
                if (!days.TryAdd(tally.Day, tally))
                    days[tally.Day].Merge(tally);
            }
        }
    }

    /// <summary>All figures, newest day first.</summary>
    public IReadOnlyList<DayTally> NewestFirst()
    {
        lock (gate)
            return [.. days.Values.OrderByDescending(tally => tally.Day)];
    }
}
