using System.Globalization;
using System.Text;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class PersonalDataTests
{
    // What may stand between the digits of a number and does not show.
    private static readonly string[] Hidden = ["\0", "\t", "\u0001", "\u007f", "\r\n", "\\u0000", "\\\\u0009", "\\t", "\\\\n", "\\u200b", "\\u0085"];

    private static readonly Encoding[] Encodings =
        [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];

    [Fact]
    public void Mask_NumberHiddenAnyhow_DoesNotSurvive()
    {
        foreach (var seed in TestSeed.Take(2_000))
        {
            var random = new Random((int)seed);
            var number = $"1{random.NextInt64(3_000_000_000, 9_999_999_999)}";
            var line = $"{Before(random)}{Hide(number, random)}{After(random)}";
            var masked = PersonalData.Mask(Encodings[random.Next(Encodings.Length)].GetBytes(line));
            var digits = string.Concat(masked.Where(char.IsAsciiDigit));
            Assert.False(digits.Contains(number[..8], StringComparison.Ordinal), $"seed {seed}: {line} became {masked}");
        }
    }

    [Fact]
    public void Mask_CutAnywhereInEscapes_ShowsNoPartOfANumber()
    {
        var number = string.Concat("13812345678".Select(digit => $"\\u{(int)digit:x4}"));
        for (var padding = DeliveryLimits.MaxRejectBytes - number.Length; padding < DeliveryLimits.MaxRejectBytes; padding++)
        {
            var masked = PersonalData.Mask(Encoding.UTF8.GetBytes(new string('x', padding) + number + "xx"));
            Assert.DoesNotContain("1381", masked, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{\"orderId\":\"2017041203\",\"note\":\"接口调用成功\"}", "{\"orderId\":\"201*******\",\"note\":\"接口调用成功\"}")]
    [InlineData("20170412030108471\t13812345678", "201*************************")]
    [InlineData("20170412\t13052233444", "201*****130********")]
    [InlineData("20170412030108471", "20170412030108471")]
    [InlineData("2\00\01\07\00\04\01\02\00\03\00\01\00\08\0", "20170412030108")]
    [InlineData("{\"phoneno\":\"13812345678\"}", "{\"phoneno\":\"***********\"}")]
    [InlineData("C:\\path", "C:\\path")]
    public void Mask_Line_KeepsTheRest(string line, string expected) => Assert.Equal(expected, PersonalData.Mask(Encoding.UTF8.GetBytes(line)));

    private static string Hide(string number, Random random)
    {
        var text = new StringBuilder();
        var between = random.Next(3) == 0 ? "" : Hidden[random.Next(Hidden.Length)];
        foreach (var digit in number)
        {
            text.Append(random.Next(3) == 0 ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)digit:X4}") : digit.ToString());
            text.Append(random.Next(2) == 0 ? between : "");
        }

        return text.ToString();
    }

    private static string Before(Random random) => random.Next(4) switch
    {
        0 => "",
        1 => "{\"note\":\"call ",
        2 => "20170412\0\t",
        _ => "中文 ",
    };

    private static string After(Random random) => random.Next(3) switch
    {
        0 => "",
        1 => "\"}",
        _ => "\t20170412",
    };
}
