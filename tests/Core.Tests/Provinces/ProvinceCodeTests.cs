using System.Text;
using CsCheck;
using RechargeMonitor.Core.Provinces;
using Xunit;

namespace RechargeMonitor.Core.Tests.Provinces;

public sealed class ProvinceCodeTests
{
    [Fact]
    public void TryParse_OneToSixDigits_RoundTrips() => Gen.Char['0', '9'].Array[1, 6].Select(digits => new string(digits)).Sample(text =>
    {
        Assert.True(ProvinceCode.TryParse(text, out var code));
        Span<byte> utf8 = stackalloc byte[ProvinceCode.MaxDigits];
        Assert.Equal(text, code.ToString());
        Assert.Equal(text, Encoding.UTF8.GetString(utf8[..code.Format(utf8)]));
        Assert.Equal(code, ProvinceCode.FromPacked(code.Packed));
    });

    [Fact]
    public void TryParse_LeadingZeros_AreOtherCodes() =>
        Assert.Equal(6, Enumerable.Range(1, 6).Select(digits => ProvinceCode.TryParse(new string('0', digits), out var code) ? code : default).Distinct().Count());

    [Theory]
    [InlineData("")]
    [InlineData("1234567")]
    [InlineData("-1")]
    [InlineData("2 0")]
    [InlineData("200 ")]
    [InlineData("0x1")]
    [InlineData("２００")]
    [InlineData("二百")]
    public void TryParse_OtherText_IsRefused(string text)
    {
        Assert.False(ProvinceCode.TryParse(text, out _));
        Assert.False(ProvinceCode.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }
}
