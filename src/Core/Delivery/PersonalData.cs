using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// Masks personal data (phone numbers, client addresses) in a rejected line. Such a line may be anything, so it is not
/// read as JSON: values of the named fields are masked whole, and everywhere else whatever looks like a phone number or
/// an address. Escapes are resolved and what does not show, such as the zeros of UTF-16, is dropped, so that nothing hides
/// behind them. What is masked too much costs an operator little; what is not masked would be stored.
/// </summary>
public static partial class PersonalData
{
    /// <summary>The beginning of a line with its personal data masked, as text.</summary>
    /// <param name="line">The line's bytes, cut to <see cref="DeliveryLimits.MaxRejectBytes"/> by this call.</param>
    public static string Mask(ReadOnlySpan<byte> line)
    {
        var isCut = line.Length > DeliveryLimits.MaxRejectBytes;
        var text = WithoutZeros(Encoding.UTF8.GetString(isCut ? line[..DeliveryLimits.MaxRejectBytes] : line));

        // What does not show may stand between two numbers or inside of one, so it is masked with it and without it.
        text = MaskText(WithoutZeros(Unescape(isCut ? EscapeAtEnd().Replace(text, "") : text)));
        if (Hidden().IsMatch(text))
            text = MaskText(Hidden().Replace(DividedDigits().Replace(text, match => MaskDivided(match.Value)), ""));
        if (!isCut)
            return text;

        // Digits at the cut may be the beginning of a number that was not seen whole.
        return DigitsAtEnd().Replace(text, match => Stars(match.Length)) + "…";
    }

    /// <summary>Resolves JSON's escapes, also those of a JSON text inside of another.</summary>
    private static string Unescape(string text)
    {
        // Each round shortens the text, so it ends.
        while (Escape().IsMatch(text))
            text = Escape().Replace(text, match => Unescaped(match.Groups["code"].ValueSpan));
        return text;
    }

    // A short escape stands for a character that does not show, and it does not matter which.
    private static string Unescaped(ReadOnlySpan<char> code) => code.IsEmpty
        ? "\t"
        : ((char)int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString();

    // Each second byte of UTF-16's Latin letters and digits.
    private static string WithoutZeros(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    private static string MaskText(string text)
    {
        text = NamedField().Replace(text, match => match.Groups["name"].Value + Stars(match.Groups["value"].Length));
        text = Address().Replace(text, match => Stars(match.Length));
        return Digits().Replace(text, match => MaskDigits(match.Value));
    }

    /// <summary>Keeps times and order numbers, which begin with a date, and masks the rest from the fourth digit on.</summary>
    private static string MaskDigits(string digits)
    {
        var isTime = digits.Length >= 14 && DateTime.TryParseExact(
            digits[..14], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        return isTime ? digits[..Math.Min(digits.Length, 17)] + Stars(Math.Max(0, digits.Length - 17)) : digits[..3] + Stars(digits.Length - 3);
    }

    // What looks like a time here may be two numbers.
    private static string MaskDivided(string text)
    {
        var digits = string.Concat(text.Where(char.IsDigit));
        return digits.Length < 7 ? digits : digits[..3] + Stars(digits.Length - 3);
    }

    private static string Stars(int count) => new('*', count);

    [GeneratedRegex(@"\\+(?:u(?<code>[0-9a-fA-F]{4})|[bfnrt])")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\\+(?:u[0-9a-fA-F]{0,3})?$")]
    private static partial Regex EscapeAtEnd();

    [GeneratedRegex(@"[\p{Cc}\p{Cf}]+|(?<=\d)\uFFFD+(?=\d)")]
    private static partial Regex Hidden();

    [GeneratedRegex(@"\d+(?:[\p{Cc}\p{Cf}\uFFFD]+\d+)+")]
    private static partial Regex DividedDigits();

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
