namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// Which days are no longer kept. What is dropped of a day never comes back, so only days are dropped that are over, and
/// days so far ahead that they can only be wrong. All others are bounded by the calendar: there are no more than
/// <see cref="MaxDaysAhead"/> between today and the far ones.
/// </summary>
/// <param name="Old">Days up to tomorrow, besides the newest ones, newest first.</param>
/// <param name="Far">Days far ahead, besides the nearest ones, nearest first.</param>
public sealed record RetentionPlan(IReadOnlyList<DateOnly> Old, IReadOnlyList<DateOnly> Far)
{
    /// <summary>
    /// A day is far if it is more than so many days ahead. A clock that is a year ahead, which one wrong digit makes it, writes
    /// days that do come; once one has come its true lines must find it kept.
    /// </summary>
    public const int MaxDaysAhead = 366;

    /// <summary>Nothing is dropped.</summary>
    public static RetentionPlan None { get; } = new([], []);

    /// <summary>What to drop of the days that have figures.</summary>
    /// <param name="days">These days.</param>
    /// <param name="today">The day in China.</param>
    /// <param name="kept">How many of the newest days up to tomorrow are kept, and how many of the nearest far ones.</param>
    public static RetentionPlan Of(IReadOnlyCollection<DateOnly> days, DateOnly today, int kept) => new(
        [.. days.Where(day => day.DayNumber <= today.DayNumber + 1).OrderDescending().Skip(kept)],
        [.. days.Where(day => day.DayNumber > today.DayNumber + MaxDaysAhead).Order().Skip(kept)]);
}
