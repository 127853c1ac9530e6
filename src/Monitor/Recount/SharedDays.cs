using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>The figures that the workers have handed over.</summary>
internal sealed class SharedDays
{
    private readonly Lock gate = new();
    // By the day's number, for which a dictionary is compiled already.
    private readonly Dictionary<int, DayTally> days = [];

    /// <summary>Takes over figures; the caller does not use them any more.</summary>
    public void Take(IEnumerable<DayTally> tallies)
    {
        lock (gate)
        {
            foreach (var tally in tallies)
            {
                if (!days.TryAdd(tally.Day.DayNumber, tally))
                    days[tally.Day.DayNumber].Merge(tally);
            }
        }
    }

    /// <summary>All figures, newest day first.</summary>
    public DayTally[] NewestFirst()
    {
        lock (gate)
        {
            DayTally[] tallies = [.. days.Values];
            Array.Sort(tallies, (left, right) => right.Day.CompareTo(left.Day));
            return tallies;
        }
    }
}
