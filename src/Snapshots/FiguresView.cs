using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Snapshots;

/// <summary>What readers get of one day.</summary>
/// <param name="Figures">The day's figures; nobody changes them any more.</param>
/// <param name="Revision">Grows with every change of the day.</param>
/// <param name="AsOf">When the figures were last made durable.</param>
public sealed record DaySnapshot(DayTally Figures, long Revision, DateTimeOffset AsOf);

/// <summary>The books as readers get them.</summary>
/// <param name="Report">The books.</param>
/// <param name="Rejects">The newest rejected lines with their sources, newest first.</param>
/// <param name="Revision">Grows with every change.</param>
/// <param name="AsOf">When they were last made durable.</param>
public sealed record BooksSnapshot(AuditReport Report, IReadOnlyList<(string Source, RejectedLine Line)> Rejects, long Revision, DateTimeOffset AsOf);

/// <summary>
/// The published figures in memory, from which every reader is answered. It is made of confirmed state only, so it never
/// runs ahead of what is durable, and takes only newer forms, so it never goes back.
/// </summary>
/// <param name="time">The clock; revisions start from it, so they go on growing over restarts.</param>
public sealed class FiguresView(TimeProvider time) : ISnapshotPublisher
{
    // What is confirmed and not yet committed makes the figures run ahead of the books for about a checkpoint.
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private readonly Dictionary<DateOnly, DayView> days = [];
    private readonly SortedDictionary<string, SourceLedger> sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RejectedLines> rejects = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset changedAt;
    private DateTimeOffset asOf;

    /// <summary>Grows with every change of anything.</summary>
    public long Revision { get; private set; } = Microseconds(time.GetUtcNow());

    /// <summary>When figures were last made durable.</summary>
    public DateTimeOffset AsOf
    {
        get
        {
            lock (gate)
                return asOf;
        }
    }

    /// <summary>Completes with the next change after it was asked for.</summary>
    public Task NextChange
    {
        get
        {
            lock (gate)
                return changed.Task;
        }
    }

    /// <inheritdoc/>
    public void Publish(string key, ReadOnlyMemory<byte> form)
    {
        lock (gate)
        {
            var next = NextRevision();
            if (TargetId.TryParse(key, out var target))
            {
                var day = days.TryGetValue(target.Day, out var known) ? known : days[target.Day] = new DayView(target.Day);
                if (day.Publish(target, form.Span, next))
                    Changed(next, day.AsOf);
            }
            else if (PartitionKeys.PartitionOfSource(key) is { } partition)
            {
                var ledger = SourceLedger.Decode(form.Span);
                if (sources.TryGetValue(partition, out var older) && older.Revision >= ledger.Revision)
                    return;
                sources[partition] = ledger;
                Changed(next, ledger.AsOf);
            }
            else if (PartitionKeys.PartitionOfRejects(key) is { } rejecting)
            {
                rejects[rejecting] = RejectedLines.Decode(form.Span);
                Changed(next, asOf);
            }
        }
    }

    /// <inheritdoc/>
    public void Remove(string key)
    {
        lock (gate)
        {
            if (!TargetId.TryParse(key, out var target) || !days.TryGetValue(target.Day, out var day))
                return;
            var next = NextRevision();
            if (!day.Remove(target, next))
                return;
            if (day.IsEmpty)
                days.Remove(target.Day);
            Changed(next, asOf);
        }
    }

    /// <summary>The days whose figures are kept, newest first.</summary>
    public IReadOnlyList<DateOnly> Days()
    {
        lock (gate)
            return [.. days.Values.Where(day => !day.IsRetired).Select(day => day.Day).OrderDescending()];
    }

    /// <summary>Whether only line counts are left of a day.</summary>
    public bool IsRetired(DateOnly day)
    {
        lock (gate)
            return days.TryGetValue(day, out var view) && view.IsRetired;
    }

    /// <summary>The days of which only line counts are left.</summary>
    public IReadOnlyList<DateOnly> RetiredDays()
    {
        lock (gate)
            return [.. days.Values.Where(day => day.IsRetired).Select(day => day.Day)];
    }

    /// <summary>The targets of a day that still hold figures which a retired day does not keep.</summary>
    public IReadOnlyList<TargetId> TargetsToRetire(DateOnly day)
    {
        lock (gate)
            return days.TryGetValue(day, out var view) ? view.TargetsToRetire() : [];
    }

    /// <summary>The figures of a day, or nothing where there are none.</summary>
    public DaySnapshot? Day(DateOnly day)
    {
        lock (gate)
        {
            return days.TryGetValue(day, out var view) && !view.IsRetired
                ? new DaySnapshot(view.Merged(), view.Revision, view.AsOf)
                : null;
        }
    }

    /// <summary>The revision of a day, 0 where there is none.</summary>
    public long DayRevision(DateOnly day)
    {
        lock (gate)
            return days.TryGetValue(day, out var view) && !view.IsRetired ? view.Revision : 0;
    }

    /// <summary>The books, and the newest rejected lines.</summary>
    public BooksSnapshot Books()
    {
        lock (gate)
        {
            var books = sources.Values.Select(source => new SourceBooks(source.Source, source.Committed, source.Counts)).ToArray();
            var newest = rejects
                .SelectMany(pair => pair.Value.Lines, (pair, line) => (Source: sources.TryGetValue(pair.Key, out var source) ? source.Source : pair.Key, Line: line))
                .OrderByDescending(reject => reject.Line.At).ThenByDescending(reject => reject.Line.Offset)
                .ToArray();
            return new BooksSnapshot(new AuditReport(books, IsBalanced()), newest, Revision, asOf);
        }
    }

    /// <summary>
    /// Whether the books balance with the figures now. Unlike all else this may change without a change of the revision:
    /// what is in flight has to arrive in time.
    /// </summary>
    public bool BooksBalance
    {
        get
        {
            lock (gate)
                return IsBalanced();
        }
    }

    /// <summary>The ledgers of all partitions.</summary>
    public IReadOnlyList<(string Partition, SourceLedger Ledger)> Ledgers()
    {
        lock (gate)
            return [.. sources.Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>
    /// The figures may run ahead of the books by what is in flight, never behind; once nothing moves any more they are equal.
    /// </summary>
    private bool IsBalanced()
    {
        var isMoving = time.GetUtcNow() - changedAt < InFlight;
        for (var service = Service.MakeNewOrder; service <= Service.ReChargeNotifyReq; service++)
        {
            var ahead = days.Values.Sum(day => day.Calls(service)) - sources.Values.Sum(source => source.Counts.Of(service));
            if (ahead < 0 || (ahead > 0 && !isMoving))
                return false;
        }

        return true;
    }

    private long NextRevision() => Math.Max(Revision + 1, Microseconds(time.GetUtcNow()));

    private void Changed(long revision, DateTimeOffset durableAt)
    {
        Revision = revision;
        changedAt = time.GetUtcNow();
        asOf = durableAt > asOf ? durableAt : asOf;
        var waiting = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }

    // More than a million changes a second would be needed to run ahead of the clock, and 2^53 of them to leave JavaScript's integers.
    private static long Microseconds(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
