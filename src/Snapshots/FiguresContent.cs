using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Snapshots;

/// <summary>The newest published forms of all keys. It has no lock of its own.</summary>
/// <param name="takesOnlyNewer">
/// Whether a form is taken only if its own revision is newer. Not where a store has decided already: there a key that was
/// removed and lives again begins with low revisions.
/// </param>
internal sealed class FiguresContent(bool takesOnlyNewer)
{
    private readonly Dictionary<DateOnly, DayView> days = [];
    private readonly SortedDictionary<string, SourceView> sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceView> byPartition = new(StringComparer.Ordinal);

    // Rejected lines of partitions whose books, which name their source, were not seen yet.
    private readonly Dictionary<string, DecodedRejects> nameless = new(StringComparer.Ordinal);
    private readonly long[] figures = new long[Services.Count];
    private readonly long[] books = new long[Services.Count];

    public IEnumerable<DayView> Days => days.Values;

    public IEnumerable<KeyValuePair<string, SourceLedger>> Ledgers => sources.Values.SelectMany(source => source.Ledgers);

    /// <summary>Counted lines by service, over all days.</summary>
    public ReadOnlySpan<long> Figures => figures;

    /// <summary>Counted lines by service, over all sources.</summary>
    public ReadOnlySpan<long> Books => books;

    /// <summary>The alerts; nothing before any were published.</summary>
    public AlertList? Alerts { get; private set; }

    /// <summary>The sources, each with when its books were last made durable.</summary>
    public IEnumerable<(string Source, DateTimeOffset AsOf)> Sources => sources.Select(pair => (pair.Key, pair.Value.AsOf));

    /// <summary>When figures or books were last made durable.</summary>
    public DateTimeOffset AsOf => days.Values.Select(day => day.AsOf).Concat(sources.Values.Select(source => source.AsOf)).DefaultIfEmpty().Max();

    public DayView? Day(DateOnly day) => days.GetValueOrDefault(day);

    /// <summary>Takes a form. Returns whether that changed anything.</summary>
    public bool Put(DecodedForm form, long revision)
    {
        switch (form)
        {
            case DecodedTarget target:
                if (!days.TryGetValue(target.Target.Day, out var day))
                    days.Add(target.Target.Day, day = new DayView(target.Target.Day, takesOnlyNewer));
                return Counted(day, () => day.Put(target, revision));
            case DecodedLedger ledger:
                return PutLedger(ledger);
            case DecodedRejects rejecting when byPartition.TryGetValue(rejecting.Partition, out var source):
                return source.Put(rejecting);
            case DecodedRejects rejecting:
                nameless[rejecting.Partition] = rejecting;
                return false;
            case DecodedAlerts alerts when !takesOnlyNewer || Alerts is null || alerts.Head.Revision > Alerts.Head.Revision:
                Alerts = alerts.List;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Forgets a target. Returns whether that changed anything.</summary>
    public bool Remove(string key, long revision)
    {
        if (!TargetId.TryParse(key, out var target) || !days.TryGetValue(target.Day, out var day) || !Counted(day, () => day.Remove(target, revision)))
            return false;
        if (day.IsEmpty)
            days.Remove(target.Day);
        return true;
    }

    /// <summary>The rejected lines that are kept, by source, in lists that nobody changes.</summary>
    public IEnumerable<(string Source, IReadOnlyList<RejectedLine> Lines)> Rejects() =>
        sources.SelectMany(pair => pair.Value.Rejects, (pair, lines) => (pair.Key, lines));

    /// <summary>The books of each source.</summary>
    public IReadOnlyList<SourceBooks> SourceBooks() => [.. sources.Values.Select(source => source.Books)];

    private bool PutLedger(DecodedLedger form)
    {
        if (!byPartition.TryGetValue(form.Partition, out var source))
        {
            if (!sources.TryGetValue(form.Ledger.Source, out source))
                sources.Add(form.Ledger.Source, source = new SourceView(form.Ledger.Source, takesOnlyNewer));
            byPartition.Add(form.Partition, source);
            if (nameless.Remove(form.Partition, out var waiting))
                source.Put(waiting);
        }

        var before = source.Ledger(form.Partition)?.Counts;
        if (!source.Put(form))
            return false;
        for (var service = 0; service < books.Length; service++)
            books[service] += form.Ledger.Counts.Of((Service)service) - (before?.Of((Service)service) ?? 0);
        return true;
    }

    /// <summary>Changes a day and keeps the sum over all days right.</summary>
    private bool Counted(DayView day, Func<bool> change)
    {
        AddCalls(day, -1);
        var isChanged = change();
        AddCalls(day, 1);
        return isChanged;
    }

    private void AddCalls(DayView day, int sign)
    {
        for (var service = 0; service < figures.Length; service++)
            figures[service] += sign * day.Calls((Service)service);
    }
}
