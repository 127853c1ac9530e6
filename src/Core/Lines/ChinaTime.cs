using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

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

    // The highest hour, minute, second and hundredth of a second, the first one lowest, and the bits that a borrow sets.
    private const ulong TimeLimits = 23UL | (59UL << 16) | (59UL << 32) | (99UL << 48);
    private const ulong Borrows = 0x8000_8000_8000_8000;

    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>Reads the first 17 bytes as a time. False when there are fewer, one is no digit, or no such time exists.</summary>
    /// <param name="text">UTF-8; what follows the 17 digits is not looked at.</param>
    /// <param name="milliseconds">Milliseconds since 0001-01-01 00:00 China wall time.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < Digits || !TryReadDay(BinaryPrimitives.ReadUInt64LittleEndian(text), out var dayMs))
            return false;
        milliseconds = dayMs;
        return TryAddTimeOfDay(text, ref milliseconds);
    }

    /// <summary>Reads <c>yyyyMMdd</c>, eight bytes side by side in one word.</summary>
    /// <param name="digits">The bytes, the first one lowest.</param>
    /// <param name="milliseconds">The day's beginning.</param>
    internal static bool TryReadDay(ulong digits, out long milliseconds)
    {
        milliseconds = 0;
        if (!TryPairs(digits, out var date))
            return false;
        var year = (Pair(date, 0) * 100) + Pair(date, 1);
        var (month, day) = (Pair(date, 2), Pair(date, 3));
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
            return false;
        milliseconds = new DateOnly(year, month, day).DayNumber * MsPerDay;
        return true;
    }

    /// <summary>Adds <c>HHmmssSSS</c>, the last nine of 17 bytes, to the day's beginning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryAddTimeOfDay(ReadOnlySpan<byte> text, ref long milliseconds)
    {
        var last = text[16] - '0';
        var areDigits = TryPairs(BinaryPrimitives.ReadUInt64LittleEndian(text[8..]), out var time);
        milliseconds += (Pair(time, 0) * 3_600_000) + (Pair(time, 1) * 60_000) + (Pair(time, 2) * 1_000) + (Pair(time, 3) * 10) + last;

        // No pair is above its limit if taking each from the limit borrows nothing.
        return areDigits && (uint)last <= 9 && ((TimeLimits - time) & Borrows) == 0;
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
    public static string Format(DateOnly day) => ((day.Year * 10_000) + (day.Month * 100) + day.Day).ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>Reads <c>yyyyMMdd</c>.</summary>
    public static bool TryParseDay(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        return text.Length == 8 && !text.ContainsAnyExceptInRange('0', '9')
            && DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    /// <summary>Reads eight digits side by side in one word, as four numbers of two digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryPairs(ulong digits, out ulong pairs)
    {
        // A byte is a digit if its upper half is 3, and still is when 6 is added.
        var areDigits = ((digits & Halves) | (((digits + Sixes) & Halves) >> 4)) == AllThrees;
        digits &= ~Halves;

        // The first digit of a pair stands in the lower byte: ten times it and the one above make the pair.
        pairs = ((digits * 10) + (digits >> 8)) & 0x00FF_00FF_00FF_00FF;
        return areDigits;
    }

    private static int Pair(ulong pairs, int index) => (byte)(pairs >> (index * 16));
}
