namespace RechargeMonitor.Oracle;

/// <summary>Times as the logs write them: 17 digits <c>yyyyMMddHHmmssSSS</c>, China Standard Time.</summary>
public static class ChinaTime
{
    public const int Digits = 17;

    /// <summary>
    /// Milliseconds since the beginning of year 1; null when the text is not 17 digits or not a real date and time.
    /// </summary>
    public static long? ToMs(string text)
    {
        if (text.Length != Digits || !text.All(char.IsAsciiDigit)) return null;

        var year = int.Parse(text[0..4]);
        var month = int.Parse(text[4..6]);
        var day = int.Parse(text[6..8]);
        var hour = int.Parse(text[8..10]);
        var minute = int.Parse(text[10..12]);
        var second = int.Parse(text[12..14]);
        var millisecond = int.Parse(text[14..17]);

        if (year < 1) return null;
        if (month is < 1 or > 12) return null;
        if (day < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        if (hour > 23 || minute > 59 || second > 59) return null;

        var days = (long)(new DateTime(year, month, day) - DateTime.MinValue).TotalDays;
        return (((((days * 24) + hour) * 60) + minute) * 60 + second) * 1000 + millisecond;
    }
}
