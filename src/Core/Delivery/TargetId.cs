using System.Globalization;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Delivery;

/// <summary>What kind of figures a target keeps. The values are stored: they never change.</summary>
public enum TargetKind
{
    /// <summary>The nationwide figures of a day.</summary>
    National = 0,

    /// <summary>The figures of a province and day.</summary>
    Province = 1,

    /// <summary>The figures of a minute.</summary>
    Minute = 2,
}

/// <summary>
/// Names a target, that is, one grain with its figures. As text: <c>n-20170412-0</c> (day, shard), <c>p-200-20170412</c>
/// (province, day; <c>p-unknown-…</c> holds all codes that the table does not have, so that they can be bounded together),
/// <c>m-201704120301-0</c> (minute, shard). The texts never look like plain or hexadecimal numbers, which the storage
/// would take for other keys.
/// </summary>
/// <param name="Kind">What it keeps.</param>
/// <param name="Day">Its day, in China.</param>
/// <param name="Number">A minute's place in its day; a province's packed code, 0 for all unknown ones; otherwise 0.</param>
/// <param name="Shard">National and minute figures may be kept in several parts, which readers merge.</param>
public readonly record struct TargetId(TargetKind Kind, DateOnly Day, int Number, int Shard)
{
    private const string UnknownProvinces = "unknown";

    /// <summary>The nationwide target of a day.</summary>
    public static TargetId National(DateOnly day, int shard) => new(TargetKind.National, day, 0, shard);

    /// <summary>The target of a province and day.</summary>
    public static TargetId Province(DateOnly day, ProvinceCode code) =>
        new(TargetKind.Province, day, ProvinceTable.IndexOf(code) < 0 ? 0 : code.Packed, 0);

    /// <summary>The target of a minute.</summary>
    public static TargetId Minute(DateOnly day, int minuteOfDay, int shard) => new(TargetKind.Minute, day, minuteOfDay, shard);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out TargetId target)
    {
        target = default;
        var parts = text.Split('-');
        if (parts.Length != 3)
            return false;
        return parts[0] switch
        {
            "n" => ChinaTime.TryParseDay(parts[1], out var day) && TryShard(parts[2], out var shard)
                && Set(National(day, shard), out target),
            "p" when parts[1] == UnknownProvinces => ChinaTime.TryParseDay(parts[2], out var day)
                && Set(new TargetId(TargetKind.Province, day, 0, 0), out target),
            "p" => ProvinceCode.TryParse(parts[1], out var code) && ProvinceTable.IndexOf(code) >= 0 && ChinaTime.TryParseDay(parts[2], out var day)
                && Set(new TargetId(TargetKind.Province, day, code.Packed, 0), out target),
            "m" => parts[1].Length == 12 && ChinaTime.TryParseDay(parts[1].AsSpan(0, 8), out var day)
                && int.TryParse(parts[1].AsSpan(8, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && hour < 24
                && int.TryParse(parts[1].AsSpan(10, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minute) && minute < 60
                && TryShard(parts[2], out var shard) && Set(Minute(day, (hour * 60) + minute, shard), out target),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        TargetKind.National => string.Create(CultureInfo.InvariantCulture, $"n-{Day:yyyyMMdd}-{Shard}"),
        TargetKind.Province when Number == 0 => string.Create(CultureInfo.InvariantCulture, $"p-{UnknownProvinces}-{Day:yyyyMMdd}"),
        TargetKind.Province => string.Create(CultureInfo.InvariantCulture, $"p-{ProvinceCode.FromPacked(Number)}-{Day:yyyyMMdd}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"m-{Day:yyyyMMdd}{Number / 60:00}{Number % 60:00}-{Shard}"),
    };

    // As it is written: with a leading zero it would be another key of the same target.
    private static bool TryShard(string text, out int shard) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out shard) && (text.Length == 1 || text[0] != '0');

    private static bool Set(TargetId value, out TargetId target)
    {
        target = value;
        return true;
    }
}
