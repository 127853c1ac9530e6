using System.Globalization;
using System.Text;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests.Lines;

public sealed class ChinaTimeTests
{
    [Theory]
    [InlineData("00010101000000000", 0)]
    [InlineData("00010101000000001", 1)]
    [InlineData("00010102000000000", 86_400_000)]
    [InlineData("99991231235959999", 315_537_897_599_999)]
    public void TryParse_EdgeOfTime_GivesItsMilliseconds(string text, long expected)
    {
        Assert.True(ChinaTime.TryParse(Encoding.UTF8.GetBytes(text), out var milliseconds));
        Assert.Equal(expected, milliseconds);
    }

    [Theory]
    [InlineData("20160229120000000", true)]
    [InlineData("20000229120000000", true)]
    [InlineData("20170229120000000", false)]
    [InlineData("19000229120000000", false)]
    [InlineData("20170431120000000", false)]
    [InlineData("20170400120000000", false)]
    [InlineData("20170012120000000", false)]
    [InlineData("20171312120000000", false)]
    [InlineData("00000412120000000", false)]
    [InlineData("20170412240000000", false)]
    [InlineData("20170412236000000", false)]
    [InlineData("20170412235960000", false)]
    [InlineData("2017041223595999", false)]
    [InlineData("2017041223595999x", false)]
    [InlineData("２0170412235959999", false)]
    [InlineData("+0170412235959999", false)]
    [InlineData("20170412235959999999", true)]
    public void TryParse_Text_AcceptsRealTimesOnly(string text, bool expected) =>
        Assert.Equal(expected, ChinaTime.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryParse_TimeOfEveryMonth_AgreesWithDateTime()
    {
        for (var time = new DateTime(1, 1, 31, 23, 59, 59, 999); time.Year < 9999; time = time.AddDays(29.53))
        {
            Assert.True(ChinaTime.TryParse(Encoding.UTF8.GetBytes(time.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)), out var milliseconds));
            Assert.Equal(time.Ticks / TimeSpan.TicksPerMillisecond, milliseconds);
            Assert.Equal(DateOnly.FromDateTime(time), ChinaTime.Day(milliseconds));
            Assert.Equal((time.Hour * 60) + time.Minute, ChinaTime.MinuteOfDay(milliseconds));
        }
    }

    [Theory]
    [InlineData("2017-04-12T15:59:59.999Z", "20170412")]
    [InlineData("2017-04-12T16:00:00.000Z", "20170413")]
    [InlineData("2017-04-13T00:00:00.000+08:00", "20170413")]
    public void DayAt_Instant_IsTheDayInChina(string instant, string day) =>
        Assert.Equal(day, ChinaTime.Format(ChinaTime.DayAt(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture))));

    [Fact]
    public void MillisecondsAt_Instant_IsTheWallTimeInChina()
    {
        Assert.True(ChinaTime.TryParse("20170413000000001"u8, out var expected));
        Assert.Equal(expected, ChinaTime.MillisecondsAt(new DateTimeOffset(2017, 4, 12, 16, 0, 0, 1, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("20170412", true)]
    [InlineData("20160229", true)]
    [InlineData("20170229", false)]
    [InlineData("00000101", false)]
    [InlineData("2017041", false)]
    [InlineData("201704120", false)]
    [InlineData("2017 412", false)]
    [InlineData("２０１７０４１２", false)]
    [InlineData("", false)]
    public void TryParseDay_Text_AcceptsRealDaysOnly(string text, bool expected)
    {
        Assert.Equal(expected, ChinaTime.TryParseDay(text, out var day));
        if (expected)
            Assert.Equal(text, ChinaTime.Format(day));
    }
}
