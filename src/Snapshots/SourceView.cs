using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Snapshots;

/// <summary>
/// The published books and rejected lines of one source, over all its partitions: each rotation of a log file is a
/// partition of its own. Callers hold the view's lock.
/// </summary>
/// <param name="name">What operators call it.</param>
/// <param name="takesOnlyNewer">Whether a form is taken only if its own revision is newer.</param>
internal sealed class SourceView(string name, bool takesOnlyNewer)
{
    private readonly SortedDictionary<string, SourceLedger> ledgers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, KeptRejects> rejects = new(StringComparer.Ordinal);
    private SourceBooks? books;

    public IEnumerable<KeyValuePair<string, SourceLedger>> Ledgers => ledgers;

    /// <summary>When its books were last made durable.</summary>
    public DateTimeOffset AsOf { get; private set; }

    /// <summary>The counts of all partitions, and the position of the one that was read last.</summary>
    public SourceBooks Books => books ??= Sum();

    /// <summary>The newest rejected lines, at most <see cref="DeliveryLimits.MaxRejects"/>, one list for each partition. Nobody changes a list.</summary>
    public IEnumerable<IReadOnlyList<RejectedLine>> Rejects => rejects.Values.Select(kept => kept.Lines);

    public SourceLedger? Ledger(string partition) => ledgers.GetValueOrDefault(partition);

    public bool Put(DecodedLedger form)
    {
        if (takesOnlyNewer && ledgers.TryGetValue(form.Partition, out var known) && known.Revision >= form.Ledger.Revision)
            return false;
        ledgers[form.Partition] = form.Ledger;
        if (form.Ledger.AsOf > AsOf)
            AsOf = form.Ledger.AsOf;
        books = null;
        return true;
    }

    public bool Put(DecodedRejects form)
    {
        if (takesOnlyNewer && rejects.TryGetValue(form.Partition, out var known) && known.Revision >= form.Rejects.Revision)
            return false;
        rejects[form.Partition] = new KeptRejects(form.Rejects.Revision, [.. form.Rejects.Lines]);
        DropOldRejects();
        return true;
    }

    private SourceBooks Sum()
    {
        var counts = new LineCounts();
        foreach (var ledger in ledgers.Values)
            counts.Merge(ledger.Counts);
        return new SourceBooks(name, ledgers.Values.MaxBy(ledger => ledger.AsOf)?.Committed ?? 0, counts);
    }

    private void DropOldRejects()
    {
        if (rejects.Values.Sum(kept => kept.Lines.Length) <= DeliveryLimits.MaxRejects)
            return;
        var newest = rejects
            .SelectMany(pair => pair.Value.Lines, (pair, line) => (Partition: pair.Key, Line: line))
            .OrderByDescending(reject => reject.Line.At).ThenByDescending(reject => reject.Line.Offset)
            .Take(DeliveryLimits.MaxRejects)
            .ToLookup(reject => reject.Partition, reject => reject.Line);
        foreach (var (partition, kept) in rejects.ToArray())
            rejects[partition] = kept with { Lines = [.. newest[partition]] };
    }

    /// <summary>What is kept of a partition's rejected lines.</summary>
    /// <param name="Revision">That of the form which it came from.</param>
    /// <param name="Lines">Those among the source's newest.</param>
    private sealed record KeptRejects(long Revision, RejectedLine[] Lines);
}
