using RechargeMonitor.Core.Alerts;
using Xunit;

namespace RechargeMonitor.Core.Tests.Alerts;

public sealed class AlertSettingsTests
{
    private static readonly AlertSettings Settings = new([], LagMinutes: 2, MaxAgeMinutes: 30);

    [Fact]
    public void Due_NewestMinuteSeen_ClosesThoseBeforeTheLag() =>
        Assert.Equal([Day.At(95), Day.At(96), Day.At(97), Day.At(98)], Settings.Due(Day.At(94), Day.At(101), new Day().Calls(100, 1, 0).Figures));

    [Fact]
    public void Due_NothingNew_IsNothing() =>
        Assert.Empty(Settings.Due(Day.At(98), Day.At(120), new Day().Calls(100, 1, 0).Figures));

    [Fact]
    public void Due_AtTheFirstStart_ReachesBackForTheLargestAge() =>
        Assert.Equal(Enumerable.Range(71, 28).Select(Day.At), Settings.Due(null, Day.At(101), new Day().Calls(100, 1, 0).Figures));

    [Fact]
    public void Due_BacklogOfOldMinutes_IsNotJudged()
    {
        Assert.Empty(Settings.Due(null, Day.At(500), new Day().Calls(100, 1, 1).Figures));
        Assert.Empty(Settings.Due(Day.At(90), Day.At(500), new Day().Calls(100, 1, 1).Figures));
    }

    [Fact]
    public void Due_LinesOfLaterMinutesThanNow_CloseNothing() =>
        Assert.Empty(Settings.Due(Day.At(98), Day.At(100), new Day().Calls(100, 1, 0).Calls(700, 1, 0).Figures));
}
