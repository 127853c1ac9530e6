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
    private readonly SortedDictionary<string, SourceLedger> sources = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RejectedLines> rejects = new(StringComparer.Ordinal);

    public IEnumerable<DayView> Days => days.Values;

    public IEnumerable<KeyValuePair<string, SourceLedger>> Sources => sources;

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
                return day.Put(target, revision);
            case DecodedLedger ledger:
                if (takesOnlyNewer && sources.TryGetValue(ledger.Partition, out var known) && known.Revision >= ledger.Ledger.Revision)
                    return false;
                sources[ledger.Partition] = ledger.Ledger;
                return true;
            case DecodedRejects rejecting:
                if (takesOnlyNewer && rejects.TryGetValue(rejecting.Partition, out var older) && older.Revision >= rejecting.Rejects.Revision)
                    return false;
                rejects[rejecting.Partition] = rejecting.Rejects;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Forgets a target. Returns whether that changed anything.</summary>
    public bool Remove(string key, long revision)
    {
        if (!TargetId.TryParse(key, out var target) || !days.TryGetValue(target.Day, out var day) || !day.Remove(target, revision))
            return false;
        if (day.IsEmpty)
            days.Remove(target.Day);
        return true;
    }

    /// <summary>The newest rejected lines with their sources, newest first.</summary>
    public IReadOnlyList<(string Source, RejectedLine Line)> Rejects() =>
    [
        .. rejects
            .SelectMany(pair => pair.Value.Lines, (pair, line) => (Source: sources.TryGetValue(pair.Key, out var source) ? source.Source : pair.Key, Line: line))
            .OrderByDescending(reject => reject.Line.At).ThenByDescending(reject => reject.Line.Offset),
    ];

    /// <summary>The books with those of each source.</summary>
    public AuditReport Report(bool isMoving) =>
        new([.. sources.Values.Select(source => new SourceBooks(source.Source, source.Committed, source.Counts))], IsBalanced(isMoving));

    /// <summary>
    /// The figures may run ahead of the books by what is in flight, never behind; once nothing moves any more they are equal.
    /// </summary>
    public bool IsBalanced(bool isMoving)
    {
        for (var service = Service.MakeNewOrder; service <= Service.ReChargeNotifyReq; service++)
        {
            var ahead = days.Values.Sum(day => day.Calls(service)) - sources.Values.Sum(source => source.Counts.Of(service));
            if (ahead < 0 || (ahead > 0 && !isMoving))
                return false;
        }

        return true;
    }
}
