using RechargeMonitor.Api.Telemetry;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;
using RechargeMonitor.Snapshots;
using Xunit;

namespace RechargeMonitor.Api.Tests.Telemetry;

public sealed class FiguresReadingTests
{
    private static readonly DateTimeOffset Now = new(2017, 4, 12, 4, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("20170412", 1_491_926_400)]
    [InlineData("99991231", 253_402_185_600)]

    // China's clock is ahead: the calendar's first day begins before any instant that can be told.
    [InlineData("00010101", -62_135_596_800)]
    public void DayStart_AnyDayThatALineMayName_IsTold(string text, long seconds)
    {
        Assert.True(ChinaTime.TryParseDay(text, out var day));
        var figures = new DayTally(day);
        var minute = MinuteTally.Empty;
        minute.Add(new Notification { Service = Service.ReChargeNotifyReq, Succeeded = true, DurationMs = 1, LatencyMs = Notification.NotMeasured });
        figures.SetMinute(0, minute);
        var reading = new FiguresReading(figures, new BooksSnapshot(new AuditReport([], true), 1, Now));

        Assert.Equal(seconds, Assert.Single(reading.DayStart).Value);
        Assert.Equal(Now.ToUnixTimeSeconds() - seconds, Assert.Single(reading.OrderAgeAt(Now)).Value);
    }
}
