using CsCheck;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests.Alerts;

/// <summary>Holds the board against a slow version that sees a whole day at once and looks back from every minute.</summary>
public sealed class AlertBoardPropertyTests
{
    private const int Minutes = 40;

    // Failures out of ten calls a minute, with runs of good and bad minutes; and minutes without calls.
    private static readonly Gen<(int Calls, int Failed)[]> Figures =
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 6], (level, length) => Enumerable.Repeat((level == 9 ? 0 : 10, level == 9 ? 0 : level), length))
            .Array[Minutes].Select(runs => runs.SelectMany(run => run).Take(Minutes).ToArray());

    private static readonly Gen<AlertRule> Rules = Gen.Select(
        Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 5], Gen.Int[1, 25], Gen.Select(Gen.Int[1, 6], Gen.Int[0, 3]),
        (window, open, close, sample, thresholds) => new AlertRule
        {
            Name = "r", Kind = AlertKind.InterfaceFailureRate, Warning = thresholds.Item1 / 10.0, Critical = (thresholds.Item1 + thresholds.Item2) / 10.0,
            WindowMinutes = window, MinSample = sample, OpenAfterMinutes = open, CloseAfterMinutes = close, Subjects = ["makeNewOrder"],
        });

    [Fact]
    public void Judge_AnyDay_FindsWhatTheSlowVersionFinds() => Gen.Select(Figures, Rules).Sample(
        (figures, rule) => Assert.Equal(Slow(figures, rule), Fast(figures, rule, _ => { })), iter: 2_000, threads: 1);

    [Fact]
    public void Judge_StoredAndReadAtAnyMinute_FindsTheSame() => Gen.Select(Figures, Rules, Gen.Int[0, Minutes - 1]).Sample(
        (figures, rule, at) => Assert.Equal(Slow(figures, rule), Fast(figures, rule, _ => { }, storedAt: at)), iter: 1_000, threads: 1);

    [Fact]
    public void Judge_ReplaysAndLateLinesOfJudgedMinutes_AddNothing() => Gen.Select(Figures, Rules, Gen.Int[1, Minutes]).Sample(
        (figures, rule, back) =>
        {
            var late = DayOf(figures.Select(minute => (minute.Calls + 50, minute.Calls + 50)).ToArray());
            Assert.Equal(Slow(figures, rule), Fast(figures, rule, state =>
            {
                for (var minute = state.Board.Judged!.Value.Plus(-back); minute <= state.Board.Judged.Value; minute = minute.Plus(1))
                    Assert.Empty(state.Board.Judge(minute, late.Figures));
            }));
        },
        iter: 300,
        threads: 1);

    private static Day DayOf((int Calls, int Failed)[] figures)
    {
        var day = new Day();
        for (var minute = 0; minute < figures.Length; minute++)
            day.Calls(minute, figures[minute].Calls, figures[minute].Failed, Service.MakeNewOrder);
        return day;
    }

    private static List<string> Fast((int Calls, int Failed)[] figures, AlertRule rule, Action<AlertState> afterEach, int? storedAt = null)
    {
        var (day, state, found) = (DayOf(figures), new AlertState([rule]), new List<string>());
        for (var minute = 0; minute < figures.Length; minute++)
        {
            found.AddRange(state.Board.Judge(Day.At(minute), day.Figures).Select(taken => Text(minute, taken.Change, taken.Alert.Severity, taken.Alert.Since, taken.Alert.Until, taken.Alert.Value)));
            if (minute == storedAt)
                state = AlertState.Decode(state.Encode(Day.At(minute).Start), [rule]);
            afterEach(state);
        }

        return found;
    }

    private static List<string> Slow((int Calls, int Failed)[] figures, AlertRule rule)
    {
        var values = Enumerable.Range(0, figures.Length).Select(minute => Value(figures, rule, minute)).ToArray();
        var found = new List<string>();
        var begin = 0;
        while (begin < values.Length)
        {
            // An alert opens at the first minute that ends a long enough run of bad ones, all behind the end of the one before.
            var opening = Enumerable.Range(begin, values.Length - begin).FirstOrDefault(minute => minute - rule.OpenAfterMinutes + 1 >= begin
                && Run(values, minute, rule.OpenAfterMinutes).All(value => value >= rule.Warning), -1);
            if (opening < 0)
                break;
            var first = opening;
            while (first > begin && values[first - 1] >= rule.Warning)
                first--;
            var closing = Enumerable.Range(opening, values.Length - opening).FirstOrDefault(minute => minute - rule.CloseAfterMinutes >= opening
                && Run(values, minute, rule.CloseAfterMinutes).All(value => !(value >= rule.Warning)), -1);
            var last = closing < 0 ? values.Length - 1 : closing;
            var critical = Enumerable.Range(opening, last - opening + 1).FirstOrDefault(minute => minute - rule.OpenAfterMinutes + 1 >= first
                && Run(values, minute, rule.OpenAfterMinutes).All(value => value >= rule.Critical), -1);

            found.Add(Text(opening, AlertChange.Opened, critical == opening ? AlertSeverity.Critical : AlertSeverity.Warning, Day.At(first).Start, null, Worst(opening)));
            if (critical > opening)
                found.Add(Text(critical, AlertChange.Escalated, AlertSeverity.Critical, Day.At(first).Start, null, Worst(critical)));
            if (closing < 0)
                break;
            found.Add(Text(closing, AlertChange.Ended, critical >= 0 ? AlertSeverity.Critical : AlertSeverity.Warning,
                Day.At(first).Start, Day.At(closing - rule.CloseAfterMinutes + 1).Start, Worst(closing)));
            begin = closing + 1;

            double Worst(int until) => values[first..(until + 1)].Where(value => value >= rule.Warning).Max()!.Value;
        }

        return found;
    }

    private static IEnumerable<double?> Run(double?[] values, int last, int length) => values.Skip(last - length + 1).Take(length);

    private static double? Value((int Calls, int Failed)[] figures, AlertRule rule, int minute)
    {
        var window = figures.Take(minute + 1).TakeLast(rule.WindowMinutes).ToArray();
        var calls = window.Sum(part => part.Calls);
        return calls >= rule.MinSample ? (double)window.Sum(part => part.Failed) / calls : null;
    }

    private static string Text(int minute, AlertChange change, AlertSeverity severity, DateTimeOffset since, DateTimeOffset? until, double value) =>
        FormattableString.Invariant($"{minute}: {change} {severity} {since:HH:mm}-{until:HH:mm} {value:R}");
}
