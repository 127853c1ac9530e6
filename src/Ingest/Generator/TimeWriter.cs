namespace RechargeMonitor.Ingest.Generator;

/// <summary>Writes times as the log does. It remembers the dates of the few days that lines of one time tell of.</summary>
internal sealed class TimeWriter
{
    private const int DatesKept = 4;

    private readonly long[] days = [-1, -1, -1, -1];
    private readonly ulong[] dates = new ulong[DatesKept];

    /// <summary>17 digits yyyyMMddHHmmssSSS.</summary>
    public void Write(long time, ref LineBuffer line)
    {
        var day = time / DayPlan.MillisecondsPerDay;
        var slot = (int)(day % DatesKept);
        if (days[slot] != day)
        {
            var date = DayPlan.DateOf((int)day);
            dates[slot] = LineBuffer.EightDigits((uint)((date.Year * 10_000) + (date.Month * 100) + date.Day));
            days[slot] = day;
        }

        line.AppendWord(dates[slot]);
        var rest = (uint)(time - (day * DayPlan.MillisecondsPerDay));
        var minutes = rest / 60_000;
        var milliseconds = rest - (minutes * 60_000);
        line.Append8Digits((minutes / 60 * 1_000_000) + (minutes % 60 * 10_000) + (milliseconds / 10));
        line.Append1Digit(milliseconds % 10);
    }

    /// <summary>14 digits yyyyMMddHHmmss.</summary>
    public void WriteSeconds(long time, ref LineBuffer line)
    {
        Write(time, ref line);
        line.RemoveLast(3);
    }
}
