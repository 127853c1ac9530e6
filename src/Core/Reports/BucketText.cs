namespace RechargeMonitor.Core.Reports;

/// <summary>The hours and minutes of a day as readers know them, <c>yyyyMMddHH</c> and <c>yyyyMMddHHmm</c>, in ASCII.</summary>
internal static class BucketText
{
    /// <summary>Room for a minute.</summary>
    public const int MaxBytes = 12;

    private const int HourBytes = 10;

    /// <summary>Writes an hour of the day, 0 to 23.</summary>
    public static ReadOnlySpan<byte> Hour(Span<byte> room, DateOnly day, int hour)
    {
        Write(room[..4], day.Year);
        Write(room[4..6], day.Month);
        Write(room[6..8], day.Day);
        Write(room[8..HourBytes], hour);
        return room[..HourBytes];
    }

    /// <summary>Writes a minute of the day, 0 to 1439.</summary>
    public static ReadOnlySpan<byte> Minute(Span<byte> room, DateOnly day, int minuteOfDay)
    {
        Hour(room, day, minuteOfDay / 60);
        Write(room[HourBytes..MaxBytes], minuteOfDay % 60);
        return room[..MaxBytes];
    }

    private static void Write(Span<byte> digits, int number)
    {
        for (var place = digits.Length - 1; place >= 0; place--, number /= 10)
            digits[place] = (byte)('0' + (number % 10));
    }
}
