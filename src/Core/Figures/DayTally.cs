using System.Runtime.CompilerServices;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Figures;

/// <summary>All figures of one day together: what <c>recount</c> makes and what readers are answered from.</summary>
/// <param name="day">The day, in China.</param>
/// <param name="isForAlerts">Whether its minutes have what only alert rules ask for; without it lines are counted faster.</param>
public sealed class DayTally(DateOnly day, bool isForAlerts = true)
{
    /// <summary>Minutes of a day.</summary>
    public const int Minutes = 1440;

    // By hour, so that a day with a few lines does not pay for a table of all its minutes.
    private readonly MinuteTally?[]?[] hours = new MinuteTally?[24][];

    /// <summary>The day, in China.</summary>
    public DateOnly Day { get; } = day;

    /// <summary>The nationwide figures.</summary>
    public NationalTally National { get; } = new();

    /// <summary>The figures by province.</summary>
    public ProvincesTally Provinces { get; } = new();

    /// <summary>The figures of a minute of the day, or nothing where no line belongs to it.</summary>
    public MinuteTally? Minute(int minuteOfDay) => hours[minuteOfDay / 60]?[minuteOfDay % 60];

    /// <summary>The figures of a minute of the day, to add to.</summary>
    public MinuteTally AtMinute(int minuteOfDay) => (hours[minuteOfDay / 60] ??= new MinuteTally?[60])[minuteOfDay % 60] ??= new MinuteTally();

    /// <summary>Puts figures in the place of those of a minute. They are shared, not copied: nobody changes them any more.</summary>
    public void SetMinute(int minuteOfDay, MinuteTally tally) => (hours[minuteOfDay / 60] ??= new MinuteTally?[60])[minuteOfDay % 60] = tally;

    /// <summary>Counts one notification of this day.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in Notification notification)
    {
        National.Add(notification);
        if (isForAlerts)
            AtMinute(notification.MinuteOfDay).Add(notification);
        else
            AtMinute(notification.MinuteOfDay).AddCounts(notification);
        if (notification.IsOrder)
            Provinces.Add(notification);
    }

    /// <summary>Adds the figures of another tally of the same day.</summary>
    public void Merge(DayTally from)
    {
        National.Merge(from.National);
        Provinces.Merge(from.Provinces);
        for (var minute = 0; minute < Minutes; minute++)
        {
            if (from.Minute(minute) is { } tally)
                AtMinute(minute).Merge(tally);
        }
    }

    /// <summary>The orders of one hour, 0 to 23.</summary>
    public OrderCounts Hour(int hour)
    {
        var orders = default(OrderCounts);
        for (var minute = hour * 60; minute < (hour + 1) * 60; minute++)
        {
            if (Minute(minute) is { } tally)
                OrderCounts.Merge(ref orders, in tally.Orders);
        }

        return orders;
    }

    /// <summary>Counted lines of a service, summed over the minutes.</summary>
    public long CallsInMinutes(Service service)
    {
        var calls = 0L;
        for (var minute = 0; minute < Minutes; minute++)
            calls += Minute(minute)?.Calls(service).Calls ?? 0;
        return calls;
    }
}
