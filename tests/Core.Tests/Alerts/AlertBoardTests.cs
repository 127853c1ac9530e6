using RechargeMonitor.Core.Alerts;
using Xunit;

namespace RechargeMonitor.Core.Tests.Alerts;

public sealed class AlertBoardTests
{
    private static readonly AlertRule Interfaces = new()
    {
        Name = "interfaces", Kind = AlertKind.InterfaceFailureRate, Warning = 0.1, Critical = 0.5,
        WindowMinutes = 1, MinSample = 10, OpenAfterMinutes = 2, CloseAfterMinutes = 3,
    };

    private static readonly DateTimeOffset Now = new(2017, 4, 12, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Judge_BadForLongEnough_OpensSinceTheFirstBadMinuteAndEndsAtTheFirstGoodOne()
    {
        var board = new AlertBoard([Interfaces]);
        var day = Failing(20, 20, 20, 0, 0, 0, 0);

        var events = JudgeAll(board, day, 7);

        Assert.Equal([(1, AlertChange.Opened), (5, AlertChange.Ended)], events.Select(found => (found.Minute, found.Event.Change)));
        var ended = events[1].Event.Alert;
        Assert.Equal((Day.At(0).Start, Day.At(3).Start), (ended.Since, ended.Until));
        Assert.Equal(("sendRechargeReq", AlertSeverity.Warning, 0.2, 0.1), (ended.Subject, ended.Severity, ended.Value, ended.Threshold));
        Assert.Equal("interfaces/sendRechargeReq/20170411T160000Z", ended.Id);
        Assert.Empty(board.Open);
        Assert.Equal([ended], board.Ended);
    }

    [Fact]
    public void Judge_OneBadMinute_OpensNothing() => Assert.Empty(JudgeAll(new AlertBoard([Interfaces]), Failing(90, 0, 90, 0, 90), 5));

    [Fact]
    public void Judge_OneGoodMinute_EndsNothing() =>
        Assert.Equal([AlertChange.Opened], JudgeAll(new AlertBoard([Interfaces]), Failing(20, 20, 0, 0, 20, 0, 0, 20), 8).Select(found => found.Event.Change));

    [Fact]
    public void Judge_CriticalForLongEnough_Escalates()
    {
        var events = JudgeAll(new AlertBoard([Interfaces]), Failing(20, 60, 70, 20, 20), 5);

        Assert.Equal([(1, AlertChange.Opened, AlertSeverity.Warning), (2, AlertChange.Escalated, AlertSeverity.Critical)],
            events.Select(found => (found.Minute, found.Event.Change, found.Event.Alert.Severity)));
        Assert.Equal((0.7, 0.5), (events[1].Event.Alert.Value, events[1].Event.Alert.Threshold));
    }

    [Fact]
    public void Judge_CriticalFromTheFirstMinute_OpensCritical() =>
        Assert.Equal(AlertSeverity.Critical, Assert.Single(JudgeAll(new AlertBoard([Interfaces]), Failing(60, 60), 2)).Event.Alert.Severity);

    [Fact]
    public void Judge_TooFewCalls_IsNotBad() =>
        Assert.Empty(JudgeAll(new AlertBoard([Interfaces]), new Day().Calls(0, 9, 9).Calls(1, 9, 9), 2));

    [Fact]
    public void Judge_NoCallsWhileOpen_Ends() =>
        Assert.Equal([AlertChange.Opened, AlertChange.Ended], JudgeAll(new AlertBoard([Interfaces]), Failing(90, 90), 6).Select(found => found.Event.Change));

    [Fact]
    public void Judge_LateLinesAndTheSameMinutesAgain_SaysNothingTwice()
    {
        var board = new AlertBoard([Interfaces]);
        var day = Failing(20, 20);
        Assert.Single(JudgeAll(board, day, 2));

        day.Calls(0, 1000, 1000).Calls(1, 1000, 1000);

        Assert.Empty(JudgeAll(board, day, 2));
        Assert.Equal(0.2, Assert.Single(board.Open).Value);
    }

    [Fact]
    public void Judge_MinutesLeftOut_BadMinutesAreNotInARow()
    {
        var board = new AlertBoard([Interfaces]);
        var day = Failing(20, 20, 20, 20);

        Assert.Empty(board.Judge(Day.At(0), day.Figures));
        Assert.Empty(board.Judge(Day.At(2), day.Figures));
        Assert.Single(board.Judge(Day.At(3), day.Figures));
    }

    [Fact]
    public void Judge_Provinces_EachByItself()
    {
        var rule = Interfaces with { Name = "provinces", Kind = AlertKind.ProvinceFailureRate, OpenAfterMinutes = 1, WindowMinutes = 2 };
        var day = new Day().Orders(0, 10, 0).Orders(0, 10, 2, "100").Orders(1, 10, 3).Orders(1, 10, 0, "100");

        var events = JudgeAll(new AlertBoard([rule]), day, 2);

        Assert.Equal([(0, "100", 0.2), (1, "200", 0.15)], events.Select(found => (found.Minute, found.Event.Alert.Subject, found.Event.Alert.Value)));
    }

    [Fact]
    public void Judge_RechargeP95_OverTheWindow()
    {
        var rule = Interfaces with { Name = "p95", Kind = AlertKind.RechargeP95, Warning = 60_000, Critical = 90_000, OpenAfterMinutes = 1, WindowMinutes = 2 };
        var day = new Day().Orders(0, 94, 0, durationMs: 20_000).Orders(0, 4, 0, durationMs: 70_000).Orders(1, 2, 0, durationMs: 70_000);

        // Of 98 the 94th decides, which is the last quick one; of 100 the 95th.
        var found = Assert.Single(JudgeAll(new AlertBoard([rule]), day, 2));

        Assert.Equal((1, AlertRule.Nationwide), (found.Minute, found.Event.Alert.Subject));
        Assert.InRange(found.Event.Alert.Value, 69_300, 70_700);
    }

    [Fact]
    public void Judge_OtherSubjects_AreNotWatched() =>
        Assert.Empty(JudgeAll(new AlertBoard([Interfaces with { Subjects = ["makeNewOrder"] }]), Failing(90, 90), 2));

    [Fact]
    public void Watch_SilentSource_OpensEscalatesAndEndsWithItsNextLine()
    {
        var board = new AlertBoard([new AlertRule { Name = "silent", Kind = AlertKind.SourceSilent, Warning = 60, Critical = 120, CloseAfterMinutes = 1 }]);
        var seen = Now;

        Assert.Empty(Watch(59));
        var opened = Assert.Single(Watch(60));
        Assert.Equal((AlertChange.Opened, Now, 60.0), (opened.Change, opened.Alert.Since, opened.Alert.Value));
        Assert.Equal(AlertChange.Escalated, Assert.Single(Watch(120)).Change);

        // Somebody else looks from now on: what was silent still is.
        Assert.Empty(Watch(130, watchedSince: 125));
        Assert.Single(board.Open);
        seen = Now.AddSeconds(135);
        Assert.Empty(Watch(136));
        seen = Now.AddSeconds(190);
        Assert.Equal(Now.AddSeconds(136), Assert.Single(Watch(196)).Alert.Until);

        IReadOnlyList<AlertEvent> Watch(int seconds, int watchedSince = -100) => board.Watch(
            Now.AddSeconds(seconds), new ProcessingStatus(Now.AddSeconds(watchedSince), [("a.log", seen < Now.AddSeconds(seconds) ? seen : Now)], true));
    }

    [Fact]
    public void Watch_NobodyLookedBefore_SilenceCountsFromThen()
    {
        var board = new AlertBoard([new AlertRule { Name = "silent", Kind = AlertKind.SourceSilent, Warning = 60, Critical = 120 }]);
        var status = new ProcessingStatus(Now, [("a.log", Now.AddHours(-1))], true);

        Assert.Empty(board.Watch(Now.AddSeconds(59), status));
        Assert.Equal(Now, Assert.Single(board.Watch(Now.AddSeconds(60), status)).Alert.Since);
    }

    [Fact]
    public void Watch_SourceThatIsGone_Ends()
    {
        var board = new AlertBoard([new AlertRule { Name = "silent", Kind = AlertKind.SourceSilent, Warning = 60, Critical = 120, CloseAfterMinutes = 1 }]);
        var status = new ProcessingStatus(Now, [("a.log", Now)], true);
        Assert.Single(board.Watch(Now.AddHours(1), status));

        Assert.Empty(board.Watch(Now + AlertBoard.GoneAfter, status));
        Assert.Equal(AlertChange.Ended, Assert.Single(board.Watch(Now + AlertBoard.GoneAfter + TimeSpan.FromMinutes(1), status)).Change);
    }

    [Fact]
    public void Watch_UnbalancedBooks_OpenAfterTheThreshold()
    {
        var board = new AlertBoard([new AlertRule { Name = "books", Kind = AlertKind.BooksUnbalanced, Warning = 60, Critical = 300, CloseAfterMinutes = 1 }]);

        Assert.Empty(board.Watch(Now, Books(false)));
        Assert.Empty(board.Watch(Now.AddSeconds(30), Books(true)));
        Assert.Empty(board.Watch(Now.AddSeconds(40), Books(false)));
        var opened = Assert.Single(board.Watch(Now.AddSeconds(100), Books(false)));
        Assert.Equal((AlertRule.Books, Now.AddSeconds(40)), (opened.Alert.Subject, opened.Alert.Since));
        Assert.Empty(board.Watch(Now.AddSeconds(101), Books(true)));
        Assert.Equal(AlertChange.Ended, Assert.Single(board.Watch(Now.AddSeconds(161), Books(true))).Change);

        static ProcessingStatus Books(bool balanced) => new(Now, [], balanced);
    }

    [Fact]
    public void EndUnwatched_RuleThatIsGone_EndsItsAlerts()
    {
        var state = new AlertState([Interfaces]);
        JudgeAll(state.Board, Failing(20, 20), 2);

        var board = AlertState.Decode(state.Encode(Now), [Interfaces with { Subjects = ["makeNewOrder"] }]).Board;

        Assert.Equal(Now, Assert.Single(board.EndUnwatched(Now)).Alert.Until);
        Assert.Empty(board.Open);
        Assert.Empty(board.EndUnwatched(Now));
    }

    [Fact]
    public void Defaults_AreWithoutFault() =>
        Assert.Empty(AlertRules.Defaults.SelectMany(rule => AlertRules.FaultsOf(rule, rule.Name)));

    [Fact]
    public void FaultsOf_WrongRule_NamesAllOfThem()
    {
        var rule = new AlertRule
        {
            Name = "a b", Kind = AlertKind.ProvinceFailureRate, Warning = double.NaN, Critical = 1.5,
            WindowMinutes = 0, MinSample = 0, OpenAfterMinutes = 121, CloseAfterMinutes = 0, Subjects = ["200", "999"],
        };

        Assert.Equal(
        [
            "R is called 'a b': expected a name of 1 to 64 letters, digits, - and _",
            "R:Warning is NaN: expected a rate above 0, up to 1, such as 0.05",
            "R:Critical is 1.5: expected a rate above 0, up to 1, such as 0.05",
            "R:CloseAfterMinutes is 0: expected 1 to 120",
            "R:WindowMinutes is 0: expected 1 to 120",
            "R:MinSample is 0: expected 1 or more",
            "R:OpenAfterMinutes is 121: expected 1 to 120",
            "R:Subjects holds '999': expected codes of the table of provinces, such as 200",
        ],
        AlertRules.FaultsOf(rule, "R"));
    }

    /// <summary>Minutes of a hundred calls each, of which so many fail.</summary>
    private static Day Failing(params int[] failed)
    {
        var day = new Day();
        for (var minute = 0; minute < failed.Length; minute++)
            day.Calls(minute, 100, failed[minute]);
        return day;
    }

    private static List<(int Minute, AlertEvent Event)> JudgeAll(AlertBoard board, Day day, int minutes) =>
        [.. Enumerable.Range(0, minutes).SelectMany(minute => board.Judge(Day.At(minute), day.Figures).Select(found => (minute, found)))];
}
