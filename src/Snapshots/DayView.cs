using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Snapshots;

/// <summary>The published targets of one day. Callers hold the view's lock.</summary>
/// <param name="day">The day.</param>
/// <param name="takesOnlyNewer">Whether a form is taken only if its own revision is newer.</param>
internal sealed class DayView(DateOnly day, bool takesOnlyNewer)
{
    private readonly Dictionary<TargetId, (PublishedForm Head, NationalTally Tally)> nationals = [];
    private readonly Dictionary<TargetId, (PublishedForm Head, ProvincesTally Tally)> provinces = [];
    private readonly Dictionary<TargetId, (PublishedForm Head, MinuteTally Tally)> minutes = [];
    private readonly long[] callsInMinutes = new long[Services.Count];
    private DayTally? merged;
    private DateTimeOffset? asOf;

    public DateOnly Day { get; } = day;

    /// <summary>The view's revision at the day's last change.</summary>
    public long Revision { get; private set; }

    /// <summary>When the day's figures were last made durable. It depends on them alone, so all readers of the same figures say the same.</summary>
    public DateTimeOffset AsOf => asOf ??= nationals.Values.Select(national => national.Head.AsOf)
        .Concat(provinces.Values.Select(province => province.Head.AsOf))
        .Concat(minutes.Values.Select(minute => minute.Head.AsOf))
        .DefaultIfEmpty().Max();

    public bool IsEmpty => nationals.Count == 0 && provinces.Count == 0 && minutes.Count == 0;

    public bool IsRetired
    {
        get
        {
            // Every request asks for it, so it makes no enumerator on the heap.
            foreach (var (_, tally) in nationals.Values)
            {
                if (tally.IsRetired)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Counted lines of a service that the day's figures hold, or that it left when it was retired.</summary>
    public long Calls(Service service) => IsRetired
        ? nationals.Values.Sum(national => national.Tally.Interface(service).Calls)
        : callsInMinutes[(int)service];

    public bool Put(DecodedTarget form, long viewRevision)
    {
        var isTaken = form.Tally switch
        {
            NationalTally national => Put(nationals, form, national),
            ProvincesTally province => Put(provinces, form, province),
            _ => PutMinute(form, (MinuteTally)form.Tally),
        };
        if (isTaken)
            Changed(viewRevision);
        return isTaken;
    }

    public bool Remove(TargetId target, long viewRevision)
    {
        if (minutes.TryGetValue(target, out var minute))
            AddCalls(minute.Tally, -1);

        // Where a store decides, the removal is a change of the day even for a reader that never saw the target.
        var wasHeld = nationals.Remove(target) || provinces.Remove(target) || minutes.Remove(target);
        if (!wasHeld && takesOnlyNewer)
            return false;
        Changed(viewRevision);
        return true;
    }

    public IReadOnlyList<TargetId> TargetsToRetire() =>
        [.. nationals.Where(national => !national.Value.Tally.IsRetired).Select(national => national.Key), .. provinces.Keys, .. minutes.Keys];

    /// <summary>All figures of the day in one; nobody changes it any more.</summary>
    public DayTally Merged()
    {
        if (merged is not null)
            return merged;
        var all = new DayTally(Day);
        foreach (var (_, tally) in nationals.Values)
            all.National.Merge(tally);
        foreach (var (_, tally) in provinces.Values)
            all.Provinces.Merge(tally);
        foreach (var (target, (_, tally)) in minutes)
            all.SetMinute(target.Number, all.Minute(target.Number) is { } shard ? Sum(shard, tally) : tally);
        return merged = all;
    }

    // A published minute never changes, so one without other shards is shown as it is.
    private static MinuteTally Sum(MinuteTally one, MinuteTally other)
    {
        var sum = MinuteTally.Empty;
        sum.Merge(one);
        sum.Merge(other);
        return sum;
    }

    private bool PutMinute(DecodedTarget form, MinuteTally tally)
    {
        var before = minutes.GetValueOrDefault(form.Target).Tally;
        if (!Put(minutes, form, tally))
            return false;
        if (before is not null)
            AddCalls(before, -1);
        AddCalls(tally, 1);
        return true;
    }

    private bool Put<T>(Dictionary<TargetId, (PublishedForm Head, T Tally)> targets, DecodedTarget form, T tally)
    {
        if (takesOnlyNewer && targets.TryGetValue(form.Target, out var known) && known.Head.Revision >= form.Head.Revision)
            return false;
        targets[form.Target] = (form.Head, tally);
        return true;
    }

    private void AddCalls(MinuteTally tally, int sign)
    {
        for (var service = 0; service < Services.Count; service++)
            callsInMinutes[service] += sign * tally.Calls((Service)service).Calls;
    }

    private void Changed(long viewRevision)
    {
        (merged, asOf) = (null, null);
        Revision = viewRevision;
    }
}
