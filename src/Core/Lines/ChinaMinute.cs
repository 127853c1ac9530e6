namespace RechargeMonitor.Core.Lines;

/// <summary>A minute of event time: minutes since 0001-01-01 00:00 on China's wall clock.</summary>
/// <param name="Number">How many.</param>
public readonly record struct ChinaMinute(long Number) : IComparable<ChinaMinute>
{
    private const int PerDay = 1440;
    private static readonly long OffsetTicks = TimeSpan.FromHours(8).Ticks;

    /// <summary>The day that it belongs to.</summary>
    public DateOnly Day => DateOnly.FromDayNumber((int)(Number / PerDay));

    /// <summary>Its place in that day, 0 to 1439.</summary>
    public int MinuteOfDay => (int)(Number % PerDay);

    /// <summary>The instant at which it begins; the calendar's first one where that lies before it.</summary>
    public DateTimeOffset Start => new(Math.Clamp((Number * TimeSpan.TicksPerMinute) - OffsetTicks, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);

    /// <summary>The last minute of the calendar.</summary>
    public static ChinaMinute Last { get; } = Of(DateOnly.MaxValue, PerDay - 1);

    /// <summary>The minute of a day.</summary>
    public static ChinaMinute Of(DateOnly day, int minuteOfDay) => new(((long)day.DayNumber * PerDay) + minuteOfDay);

    /// <summary>The minute at an instant.</summary>
    public static ChinaMinute At(DateTimeOffset instant) => new(ChinaTime.MillisecondsAt(instant) / 60_000);

    /// <summary>A later minute, or with a negative number an earlier one.</summary>
    public ChinaMinute Plus(long minutes) => new(Number + minutes);

    /// <inheritdoc/>
    public int CompareTo(ChinaMinute other) => Number.CompareTo(other.Number);

    /// <summary>Whether it is earlier.</summary>
    public static bool operator <(ChinaMinute left, ChinaMinute right) => left.Number < right.Number;

    /// <summary>Whether it is later.</summary>
    public static bool operator >(ChinaMinute left, ChinaMinute right) => left.Number > right.Number;

    /// <summary>Whether it is not later.</summary>
    public static bool operator <=(ChinaMinute left, ChinaMinute right) => left.Number <= right.Number;

    /// <summary>Whether it is not earlier.</summary>
    public static bool operator >=(ChinaMinute left, ChinaMinute right) => left.Number >= right.Number;
}
