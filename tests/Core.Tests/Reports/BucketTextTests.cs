using System.Globalization;
using System.Text;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;
using Xunit;

namespace RechargeMonitor.Core.Tests.Reports;

public sealed class BucketTextTests
{
    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("0987-06-05")]
    [InlineData("2017-04-12")]
    [InlineData("9999-12-31")]
    public void Minute_AndHour_AreWrittenAsDotnetFormatsThem(string text)
    {
        var day = DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var room = new byte[BucketText.MaxBytes];
        for (var minute = 0; minute < DayTally.Minutes; minute++)
        {
            var time = day.ToDateTime(default).AddMinutes(minute);
            Assert.Equal(time.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture), Encoding.ASCII.GetString(BucketText.Minute(room, day, minute)));
            Assert.Equal(time.ToString("yyyyMMddHH", CultureInfo.InvariantCulture), Encoding.ASCII.GetString(BucketText.Hour(room, day, minute / 60)));
        }

        Assert.Equal(day.ToString("yyyyMMdd", CultureInfo.InvariantCulture), ChinaTime.Format(day));
    }
}
