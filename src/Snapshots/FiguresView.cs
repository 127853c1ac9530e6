using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Snapshots;

/// <summary>What readers get of one day.</summary>
/// <param name="Figures">The day's figures; nobody changes them any more.</param>
/// <param name="Revision">Grows with every change of the day.</param>
/// <param name="AsOf">When the figures were last made durable.</param>
public sealed record DaySnapshot(DayTally Figures, long Revision, DateTimeOffset AsOf);

/// <summary>The books as readers get them.</summary>
/// <param name="Report">The books.</param>
/// <param name="Revision">Grows with every change.</param>
/// <param name="AsOf">When they were last made durable.</param>
public sealed record BooksSnapshot(AuditReport Report, long Revision, DateTimeOffset AsOf);

/// <summary>Rejected lines as readers get them.</summary>
/// <param name="Lines">The newest with their sources, newest first.</param>
/// <param name="Revision">Grows with every change.</param>
/// <param name="AsOf">When figures or books were last made durable.</param>
public sealed record RejectsSnapshot(IReadOnlyList<(string Source, RejectedLine Line)> Lines, long Revision, DateTimeOffset AsOf);

/// <summary>Alerts as readers get them.</summary>
/// <param name="Alerts">The open ones, the most severe first, then those that ended last.</param>
/// <param name="Revision">Grows with every change.</param>
/// <param name="AsOf">When figures, books or alerts were last made durable.</param>
public sealed record AlertsSnapshot(IReadOnlyList<Alert> Alerts, long Revision, DateTimeOffset AsOf);

/// <summary>
/// The published figures in memory, from which every reader is answered. They are made of confirmed state only, so they
/// never run ahead of what is durable, and never go back. Either grains publish to the view, and revisions start from the
/// clock, or it follows a store, and revisions are the store's, the same for all that follow it.
/// </summary>
public sealed class FiguresView : ISnapshotPublisher
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly bool follows;
    private readonly BooksBalance balance;
    private FiguresContent content;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset? staleSince;
    private long revision;
    private volatile bool isStale;

    /// <summary>A view that grains of this process publish to.</summary>
    /// <param name="time">The clock; revisions start from it, so they go on growing over restarts.</param>
    public FiguresView(TimeProvider time)
        : this(time, follows: false) => revision = Microseconds(time.GetUtcNow());

    private FiguresView(TimeProvider time, bool follows) =>
        (this.time, this.follows, balance, content) = (time, follows, new BooksBalance(time), new FiguresContent(takesOnlyNewer: !follows));

    /// <summary>Grows with every change of anything.</summary>
    public long Revision => Volatile.Read(ref revision);

    /// <summary>Whether the figures are the last known ones, while their store is away.</summary>
    public bool IsStale => isStale;

    /// <summary>Since when it has been so.</summary>
    public DateTimeOffset? StaleSince => Locked(() => staleSince);

    /// <summary>When figures were last made durable.</summary>
    public DateTimeOffset AsOf => Locked(() => content.AsOf);

    /// <summary>Completes with the next change after it was asked for, of figures or of their being stale.</summary>
    public Task NextChange => Locked(() => changed.Task);

    /// <summary>
    /// Whether the books balance with the figures now. Unlike all else this may change without a change of the revision:
    /// what is in flight has to arrive in time.
    /// </summary>
    public bool BooksBalance => Locked(IsBalanced);

    /// <summary>A view that follows a store. It is stale until it was filled once.</summary>
    internal static FiguresView Following(TimeProvider time) => new(time, follows: true) { isStale = true, staleSince = time.GetUtcNow() };

    /// <inheritdoc/>
    /// <exception cref="FormatException">The bytes are no form of the key; nothing is changed.</exception>
    public void Publish(string key, ReadOnlyMemory<byte> form)
    {
        ThrowIfFollowing();
        if (DecodedForm.Read(key, form.Span) is not { } decoded)
            return;
        lock (gate)
        {
            var next = NextRevision();
            if (content.Put(decoded, next))
                Changed(next);
        }
    }

    /// <inheritdoc/>
    public void Remove(string key)
    {
        ThrowIfFollowing();
        lock (gate)
        {
            var next = NextRevision();
            if (content.Remove(key, next))
                Changed(next);
        }
    }

    /// <summary>The days whose figures are kept, newest first.</summary>
    public IReadOnlyList<DateOnly> Days() =>
        Locked(() => (DateOnly[])[.. content.Days.Where(day => !day.IsRetired).Select(day => day.Day).OrderDescending()]);

    /// <summary>Whether only line counts are left of a day.</summary>
    public bool IsRetired(DateOnly day) => Locked(() => content.Day(day) is { IsRetired: true });

    /// <summary>The days of which only line counts are left.</summary>
    public IReadOnlyList<DateOnly> RetiredDays() =>
        Locked(() => (DateOnly[])[.. content.Days.Where(day => day.IsRetired).Select(day => day.Day)]);

    /// <summary>All days that have any of it.</summary>
    public IReadOnlyList<StoredDay> StoredDays() =>
        Locked(() => (StoredDay[])[.. content.Days.Select(day => new StoredDay(day.Day, day.IsRetired, day.AsOf))]);

    /// <summary>The targets of a day that still hold figures which a retired day does not keep.</summary>
    public IReadOnlyList<TargetId> TargetsToRetire(DateOnly day) => Locked(() => content.Day(day)?.TargetsToRetire() ?? []);

    /// <summary>The figures of a day, or nothing where there are none.</summary>
    public DaySnapshot? Day(DateOnly day) => Locked(() => content.Day(day) is { IsRetired: false } view
        ? new DaySnapshot(view.Merged(), view.Revision, view.AsOf)
        : null);

    /// <summary>The revision of a day, 0 where there is none.</summary>
    public long DayRevision(DateOnly day)
    {
        // Every request asks for it, so it makes no closure.
        lock (gate)
            return content.Day(day) is { IsRetired: false } view ? view.Revision : 0;
    }

    /// <summary>The books.</summary>
    public BooksSnapshot Books() =>
        Locked(() => new BooksSnapshot(new AuditReport(content.SourceBooks(), IsBalanced()), revision, content.AsOf));

    /// <summary>The newest rejected lines.</summary>
    /// <param name="limit">How many at the most.</param>
    public RejectsSnapshot Rejects(int limit)
    {
        var (lists, current, asOf) = Locked(() => (content.Rejects().ToArray(), revision, content.AsOf));
        var newest = lists
            .SelectMany(list => list.Lines, (list, line) => (list.Source, Line: line))
            .OrderByDescending(reject => reject.Line.At).ThenByDescending(reject => reject.Line.Offset)
            .Take(limit);
        return new RejectsSnapshot([.. newest], current, asOf);
    }

    /// <summary>The open alerts and those that ended last.</summary>
    public AlertsSnapshot Alerts() => Locked(() => content.Alerts is { } list
        ? new AlertsSnapshot([.. list.Open, .. list.Ended], revision, list.Head.AsOf > content.AsOf ? list.Head.AsOf : content.AsOf)
        : new AlertsSnapshot([], revision, content.AsOf));

    /// <summary>The sources, each with when lines of it were last counted for good.</summary>
    public IReadOnlyList<(string Source, DateTimeOffset LastLines)> Sources() => Locked(() => ((string, DateTimeOffset)[])[.. content.Sources]);

    /// <summary>The ledgers of all partitions.</summary>
    public IReadOnlyList<(string Partition, SourceLedger Ledger)> Ledgers() =>
        Locked(() => ((string, SourceLedger)[])[.. content.Ledgers.Select(pair => (pair.Key, pair.Value))]);

    /// <summary>Takes all that has changed in the store, in one step, so that readers never see a part of it.</summary>
    internal void Apply(IReadOnlyList<FormChange> changes, long storeRevision)
    {
        lock (gate)
        {
            foreach (var change in changes)
                change.ApplyTo(content);
            Changed(storeRevision);
        }
    }

    /// <summary>Takes the place of everything, for example after the store was filled again.</summary>
    internal void Replace(FiguresContent filled, long storeRevision)
    {
        lock (gate)
        {
            content = filled;
            balance.Restart(content.Figures.ToArray());
            Changed(storeRevision);
        }
    }

    /// <summary>Says whether the figures are only the last known ones.</summary>
    internal void MarkStale(bool stale)
    {
        lock (gate)
        {
            if (isStale == stale)
                return;
            (isStale, staleSince) = (stale, stale ? time.GetUtcNow() : null);
            balance.Restart(content.Figures.ToArray());
            Announce();
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (gate)
            return read();
    }

    private void ThrowIfFollowing()
    {
        if (follows)
            throw new InvalidOperationException("this view follows a store: publish to the store");
    }

    // While the store is away nothing can arrive in time.
    private bool IsBalanced() => balance.IsBalanced(content.Figures, content.Books, mayArrive: !isStale);

    private long NextRevision() => Math.Max(revision + 1, Microseconds(time.GetUtcNow()));

    private void Changed(long next)
    {
        Volatile.Write(ref revision, next);
        balance.Note(content.Figures.ToArray());
        Announce();
    }

    private void Announce()
    {
        var waiting = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }

    // More than a million changes a second would be needed to run ahead of the clock, and 2^53 of them to leave JavaScript's integers.
    private static long Microseconds(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
