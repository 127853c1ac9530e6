using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Alerts;

/// <summary>What is known of the processing itself at a moment.</summary>
/// <param name="WatchedSince">Since when somebody has looked without a break: silence before that is not held against a source.</param>
/// <param name="Sources">The sources, each with when lines of it were last counted for good.</param>
/// <param name="IsBalanced">Whether the books balance with the figures.</param>
public sealed record ProcessingStatus(DateTimeOffset WatchedSince, IReadOnlyList<(string Source, DateTimeOffset LastLines)> Sources, bool IsBalanced);

/// <summary>
/// Judges rules and remembers what they found. It has no clock: minutes of event time are judged once each, in their order,
/// by whoever says that they are closed; so neither late lines nor a replay open an alert a second time. The same figures
/// in the same order give the same alerts.
/// </summary>
public sealed class AlertBoard
{
    /// <summary>How many ended alerts are remembered.</summary>
    public const int MaxEnded = 100;

    /// <summary>A source that has been silent for so long is taken for gone, as a file is that was rotated away.</summary>
    public static readonly TimeSpan GoneAfter = TimeSpan.FromHours(24);

    private const int MaxWatches = 100_000;
    private const int MaxNameBytes = 16 * 1024;

    private readonly IReadOnlyList<AlertRule> rules;
    private readonly SortedDictionary<(string Rule, string Subject), AlertWatch> watches = new(WatchOrder.Instance);
    private readonly LinkedList<Alert> ended = [];
    private DateTimeOffset? unbalancedSince;

    /// <summary>A board on which nothing was judged.</summary>
    public AlertBoard(IReadOnlyList<AlertRule> rules) => this.rules = rules;

    /// <summary>The newest minute that was judged; nothing before the first one.</summary>
    public ChinaMinute? Judged { get; private set; }

    /// <summary>The open alerts, the most severe first, then the newest.</summary>
    public IEnumerable<Alert> Open => watches.Values.Select(watch => watch.Open).OfType<Alert>()
        .OrderByDescending(alert => alert.Severity).ThenByDescending(alert => alert.Since);

    /// <summary>The alerts that ended last, newest end first.</summary>
    public IEnumerable<Alert> Ended => ended;

    /// <summary>Judges a closed minute by the rules over minutes. One that is not newer than all before is ignored.</summary>
    /// <param name="minute">The minute.</param>
    /// <param name="figures">The figures of a minute; nothing where no line belongs to it.</param>
    public IReadOnlyList<AlertEvent> Judge(ChinaMinute minute, Func<ChinaMinute, MinuteTally?> figures)
    {
        if (Judged is { } judged)
        {
            if (minute <= judged)
                return [];
            if (minute != judged.Plus(1))
                Interrupt();
        }

        Judged = minute;
        var events = new List<AlertEvent>();
        var readings = new MinuteReadings(figures);
        var (from, to) = (minute.Start, minute.Plus(1).Start);
        foreach (var rule in rules.Where(rule => rule.IsOverMinutes))
        {
            foreach (var (subject, value) in readings.Of(rule, minute))
            {
                if (rule.Watches(subject))
                    Take(events, rule, subject, new AlertReading(from, to, from, value));
            }
        }

        return events;
    }

    /// <summary>Judges the processing itself by the other rules.</summary>
    public IReadOnlyList<AlertEvent> Watch(DateTimeOffset now, ProcessingStatus status)
    {
        var events = new List<AlertEvent>();
        unbalancedSince = status.IsBalanced ? null : unbalancedSince ?? now;
        foreach (var rule in rules)
        {
            if (rule.Kind == AlertKind.SourceSilent)
                WatchSources(events, rule, now, status);
            else if (rule.Kind == AlertKind.BooksUnbalanced)
                Take(events, rule, AlertRule.Books, ReadingOf(now, unbalancedSince ?? now));
        }

        return events;
    }

    /// <summary>Ends the alerts of rules that are no longer there, or no longer watch their subject.</summary>
    public IReadOnlyList<AlertEvent> EndUnwatched(DateTimeOffset now)
    {
        var unwatched = watches.Where(entry => !rules.Any(rule =>
            rule.Name == entry.Key.Rule && rule.Watches(entry.Key.Subject) && (entry.Value.Open is null || entry.Value.Open.Kind == rule.Kind))).ToArray();
        var events = unwatched.Where(entry => entry.Value.Open is not null).Select(entry => Remember(entry.Value.End(now))).ToArray();
        foreach (var (key, _) in unwatched)
            watches.Remove(key);
        return events;
    }

    internal void WriteTo(FormWriter writer)
    {
        writer.WriteCount(ended.Count);
        foreach (var alert in ended)
            alert.WriteTo(writer);
        writer.WriteCount(watches.Count);
        foreach (var ((rule, subject), watch) in watches)
        {
            writer.WriteText(rule);
            writer.WriteText(subject);
            watch.WriteTo(writer);
        }

        writer.WriteCount(Judged?.Number + 1 ?? 0);
        writer.WriteOptional(unbalancedSince);
    }

    internal static AlertBoard ReadFrom(ref FormReader reader, IReadOnlyList<AlertRule> rules)
    {
        var board = new AlertBoard(rules);
        for (var left = reader.ReadCount(MaxEnded); left > 0; left--)
            board.ended.AddLast(Alert.ReadFrom(ref reader));
        for (var left = reader.ReadCount(MaxWatches); left > 0; left--)
        {
            var key = (reader.ReadText(MaxNameBytes), reader.ReadText(MaxNameBytes));
            if (!board.watches.TryAdd(key, AlertWatch.ReadFrom(ref reader)))
                throw new FormatException($"the alerts name {key} twice");
        }

        if (reader.ReadCount() is > 0 and var next)
            board.Judged = new ChinaMinute(Math.Min(next - 1, ChinaMinute.Last.Number));
        board.unbalancedSince = reader.ReadOptionalInstant();
        return board;
    }

    private void WatchSources(List<AlertEvent> events, AlertRule rule, DateTimeOffset now, ProcessingStatus status)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (source, lastLines) in status.Sources)
        {
            known.Add(source);
            if (!rule.Watches(source))
                continue;

            // What was found silent stays so until a line comes, whoever has begun to look since.
            var isOpen = watches.TryGetValue((rule.Name, source), out var watch) && watch.Open is not null;
            var last = isOpen || lastLines > status.WatchedSince ? lastLines : status.WatchedSince;
            Take(events, rule, source, now - lastLines < GoneAfter ? ReadingOf(now, last) : new AlertReading(now, now, now, null));
        }

        foreach (var (_, subject) in watches.Keys.Where(key => key.Rule == rule.Name && !known.Contains(key.Subject)).ToArray())
            Take(events, rule, subject, new AlertReading(now, now, now, null));
    }

    private static AlertReading ReadingOf(DateTimeOffset now, DateTimeOffset since) =>
        new(now, now, since, Math.Max(0, (now - since).TotalSeconds));

    private void Take(List<AlertEvent> events, AlertRule rule, string subject, in AlertReading reading)
    {
        var key = (rule.Name, subject);
        var isKnown = watches.TryGetValue(key, out var watch);
        watch ??= new AlertWatch();
        if (watch.Take(rule, subject, reading) is { } taken)
            events.Add(Remember(taken));
        if (watch.IsIdle && isKnown)
            watches.Remove(key);
        else if (!watch.IsIdle && !isKnown)
            watches.Add(key, watch);
    }

    private void Interrupt()
    {
        foreach (var (key, watch) in watches.ToArray())
        {
            if (rules.Any(rule => rule.Name == key.Rule && !rule.IsOverMinutes))
                continue;
            watch.Interrupt();
            if (watch.IsIdle)
                watches.Remove(key);
        }
    }

    private AlertEvent Remember(AlertEvent taken)
    {
        if (taken.Change != AlertChange.Ended)
            return taken;
        ended.AddFirst(taken.Alert);
        if (ended.Count > MaxEnded)
            ended.RemoveLast();
        return taken;
    }

    private sealed class WatchOrder : IComparer<(string Rule, string Subject)>
    {
        public static WatchOrder Instance { get; } = new();

        public int Compare((string Rule, string Subject) x, (string Rule, string Subject) y) =>
            string.CompareOrdinal(x.Rule, y.Rule) is not 0 and var order ? order : string.CompareOrdinal(x.Subject, y.Subject);
    }
}
