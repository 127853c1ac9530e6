using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// Masks personal data (phone numbers, client addresses) in a rejected line. Such a line may be anything, so it is not
/// read as JSON: values of the named fields are masked whole, and everywhere else whatever looks like a phone number or
/// an address. What is masked too much costs an operator little; what is not masked would be stored.
/// </summary>
public static partial class PersonalData
{
    /// <summary>The beginning of a line with its personal data masked, as text.</summary>
    /// <param name="line">The line's bytes, cut to <see cref="DeliveryLimits.MaxRejectBytes"/> by this call.</param>
    public static string Mask(ReadOnlySpan<byte> line)
    {
        var isCut = line.Length > DeliveryLimits.MaxRejectBytes;
        var text = Encoding.UTF8.GetString(isCut ? line[..DeliveryLimits.MaxRejectBytes] : line);
        text = UnicodeEscape().Replace(text, match => ((char)int.Parse(match.ValueSpan[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString());
        text = NamedField().Replace(text, match => match.Groups["name"].Value + Stars(match.Groups["value"].Length));
        text = Address().Replace(text, match => Stars(match.Length));
        text = Digits().Replace(text, match => MaskDigits(match.Value));
        if (!isCut)
            return text;

        // Digits at the cut may be the beginning of a number that was not seen whole.
        return DigitsAtEnd().Replace(text, match => Stars(match.Length)) + "…";
    }

    /// <summary>Keeps times and order numbers, which begin with a date, and masks the rest from the fourth digit on.</summary>
    private static string MaskDigits(string digits)
    {
        var isTime = digits.Length >= 14 && DateTime.TryParseExact(
            digits[..14], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        return isTime ? digits[..Math.Min(digits.Length, 17)] + Stars(Math.Max(0, digits.Length - 17)) : digits[..3] + Stars(digits.Length - 3);
    }

    private static string Stars(int count) => new('*', count);

    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}")]
    private static partial Regex UnicodeEscape();

    [GeneratedRegex("""(?<name>(?:phone_?no|payphone_?no|clientip)["'\s\\]*[:=]["'\s\\]*)(?<value>[^"',}\\]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex NamedField();

    // IPv4, and IPv6 with at least three groups behind colons.
    [GeneratedRegex(@"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}")]
    private static partial Regex Address();

    // Seven digits and more, with the separators that people put into phone numbers.
    [GeneratedRegex(@"\d{7,}|\d{3,4}(?:[ .-]\d{3,4}){2,3}")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\d+$")]
    private static partial Regex DigitsAtEnd();
}
