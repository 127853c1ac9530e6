using System.Buffers.Binary;
using System.Globalization;

namespace RechargeMonitor.Core.Lines;

/// <summary>
/// Times as the log writes them: China Standard Time (UTC+8, no daylight saving), <c>yyyyMMddHHmmssSSS</c>, without a
/// zone. Inside the program such a time is a count of milliseconds since 0001-01-01 00:00 on that wall clock.
/// </summary>
public static class ChinaTime
{
    /// <summary>Digits of a complete time.</summary>
    public const int Digits = 17;

    /// <summary>Milliseconds of a day; no day of China Standard Time is longer or shorter.</summary>
    public const long MsPerDay = 86_400_000;

    private const ulong Halves = 0xF0F0_F0F0_F0F0_F0F0;
    private const ulong Sixes = 0x0606_0606_0606_0606;
    private const ulong AllThrees = 0x3333_3333_3333_3333;

    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>Reads the first 17 bytes as a time. False when there are fewer, one is no digit, or no such time exists.</summary>
    /// <param name="text">UTF-8; what follows the 17 digits is not looked at.</param>
    /// <param name="milliseconds">Milliseconds since 0001-01-01 00:00 China wall time.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < Digits)
            return false;

        var last = text[16] - '0';
        if (!TryPairs(text, out var date) || !TryPairs(text[8..], out var time) || (uint)last > 9)
            return false;

        var year = (Pair(date, 0) * 100) + Pair(date, 1);
        var (month, day) = (Pair(date, 2), Pair(date, 3));
        var (hour, minute, second) = (Pair(time, 0), Pair(time, 1), Pair(time, 2));
        var millisecond = (Pair(time, 3) * 10) + last;
        if (year == 0 || month is 0 or > 12 || day == 0 || hour > 23 || minute > 59 || second > 59
            || day > DateTime.DaysInMonth(year, month))
            return false;

        var dayNumber = new DateOnly(year, month, day).DayNumber;
        milliseconds = (dayNumber * MsPerDay) + ((((((hour * 60) + minute) * 60) + second) * 1000L) + millisecond);
        return true;
    }

    /// <summary>The day of a time.</summary>
    public static DateOnly Day(long milliseconds) => DateOnly.FromDayNumber((int)(milliseconds / MsPerDay));

    /// <summary>The minute of its day of a time, 0 to 1439.</summary>
    public static int MinuteOfDay(long milliseconds) => (int)(milliseconds % MsPerDay / 60_000);

    /// <summary>The day in China at an instant.</summary>
    public static DateOnly DayAt(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The wall time in China at an instant, in milliseconds.</summary>
    public static long MillisecondsAt(DateTimeOffset instant) => instant.ToOffset(Offset).DateTime.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>A day as <c>yyyyMMdd</c>.</summary>
    public static string Format(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Reads <c>yyyyMMdd</c>.</summary>
    public static bool TryParseDay(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        return text.Length == 8 && !text.ContainsAnyExceptInRange('0', '9')
            && DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    /// <summary>Reads eight digits side by side in one word, as four numbers of two digits.</summary>
    private static bool TryPairs(ReadOnlySpan<byte> text, out ulong pairs)
    {
        var digits = BinaryPrimitives.ReadUInt64LittleEndian(text);

        // A byte is a digit if its upper half is 3, and still is when 6 is added.
        var areDigits = ((digits & Halves) | (((digits + Sixes) & Halves) >> 4)) == AllThrees;
        digits &= ~Halves;

        // The first digit of a pair stands in the lower byte: ten times it and the one above make the pair.
        pairs = ((digits * 10) + (digits >> 8)) & 0x00FF_00FF_00FF_00FF;
        return areDigits;
    }

    private static int Pair(ulong pairs, int index) => (byte)(pairs >> (index * 16));
}
