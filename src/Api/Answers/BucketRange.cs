using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Api.Answers;

/// <summary>The parameters <c>from</c> and <c>to</c>: minutes of a day, both included.</summary>
/// <param name="From">The first minute of the day, 0 to 1439.</param>
/// <param name="To">The last minute of the day.</param>
internal readonly record struct BucketRange(int From, int To)
{
    private const string Expected = "HHmm, HH, or one of them behind the day (yyyyMMddHHmm, yyyyMMddHH), for example 0930";

    /// <summary>
    /// Reads both. An hour alone means its first minute as <c>from</c> and its last one as <c>to</c>; absent they are the
    /// first and last minute of the day.
    /// </summary>
    /// <param name="from">As it came.</param>
    /// <param name="to">As it came.</param>
    /// <param name="day">The day that is asked for, which a day in front must name; nothing where there is none.</param>
    /// <param name="range">What was read.</param>
    /// <param name="problem">Why it could not be read.</param>
    public static bool TryRead(string? from, string? to, DateOnly? day, out BucketRange range, out ProblemAnswer? problem)
    {
        range = default;
        if (!TryRead("from", from, day, 0, 0, out var first, out problem) || !TryRead("to", to, day, DayTally.Minutes - 1, 59, out var last, out problem))
            return false;
        if (first > last)
        {
            problem = ProblemAnswer.Malformed("from", from, "not later than to");
            return false;
        }

        range = new BucketRange(first, last);
        return true;
    }

    private static bool TryRead(string name, string? text, DateOnly? day, int absent, int minuteOfHour, out int minute, out ProblemAnswer? problem)
    {
        (minute, problem) = (absent, null);
        if (text is null)
            return true;
        if (text.Length is 10 or 12 && ChinaTime.TryParseDay(text.AsSpan(0, 8), out var named))
        {
            if (day is { } asked && named != asked)
            {
                problem = ProblemAnswer.Malformed(name, text, $"within the day that is asked for, {ChinaTime.Format(asked)}");
                return false;
            }

            minute = MinuteOfDay(text.AsSpan(8), minuteOfHour);
        }
        else
        {
            minute = MinuteOfDay(text, minuteOfHour);
        }

        if (minute < 0)
            problem = ProblemAnswer.Malformed(name, text, Expected);
        return minute >= 0;
    }

    private static int MinuteOfDay(ReadOnlySpan<char> text, int minuteOfHour)
    {
        if (text.Length is not (2 or 4) || text.ContainsAnyExceptInRange('0', '9'))
            return -1;
        var hour = Number(text[..2]);
        var minute = text.Length == 4 ? Number(text[2..]) : minuteOfHour;
        return hour < 24 && minute < 60 ? (hour * 60) + minute : -1;
    }

    private static int Number(ReadOnlySpan<char> digits) => ((digits[0] - '0') * 10) + (digits[1] - '0');
}
