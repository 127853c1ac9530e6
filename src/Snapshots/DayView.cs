using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Snapshots;

/// <summary>The published targets of one day. Callers hold the view's lock.</summary>
internal sealed class DayView(DateOnly day)
{
    private readonly Dictionary<TargetId, (long Revision, NationalTally Tally)> nationals = [];
    private readonly Dictionary<TargetId, (long Revision, ProvincesTally Tally)> provinces = [];
    private readonly Dictionary<TargetId, (long Revision, MinuteTally Tally)> minutes = [];
    private readonly long[] callsInMinutes = new long[Services.Count];
    private DayTally? merged;

    public DateOnly Day { get; } = day;

    /// <summary>The view's revision at the day's last change.</summary>
    public long Revision { get; private set; }

    /// <summary>When the day's figures were last made durable.</summary>
    public DateTimeOffset AsOf { get; private set; }

    public bool IsEmpty => nationals.Count == 0 && provinces.Count == 0 && minutes.Count == 0;

    public bool IsRetired => nationals.Values.Any(national => national.Tally.IsRetired);

    /// <summary>Counted lines of a service that the day's figures hold, or that it left when it was retired.</summary>
    public long Calls(Service service) => IsRetired
        ? nationals.Values.Sum(national => national.Tally.Interface(service).Calls)
        : callsInMinutes[(int)service];

    public bool Publish(TargetId target, ReadOnlySpan<byte> form, long viewRevision)
    {
        var reader = new FormReader(form);
        var head = PublishedForm.Read(ref reader, target);
        var isNewer = target.Kind switch
        {
            TargetKind.National => Put(nationals, target, head, ref reader),
            TargetKind.Province => Put(provinces, target, head, ref reader),
            _ => PutMinute(target, head, ref reader),
        };
        if (!isNewer)
            return false;
        Changed(viewRevision);
        AsOf = head.AsOf > AsOf ? head.AsOf : AsOf;
        return true;
    }

    public bool Remove(TargetId target, long viewRevision)
    {
        if (minutes.TryGetValue(target, out var minute))
            AddCalls(minute.Tally, -1);
        if (!nationals.Remove(target) && !provinces.Remove(target) && !minutes.Remove(target))
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
            all.AtMinute(target.Number).Merge(tally);
        return merged = all;
    }

    private bool PutMinute(TargetId target, PublishedForm head, ref FormReader reader)
    {
        var before = minutes.GetValueOrDefault(target).Tally;
        if (!Put(minutes, target, head, ref reader))
            return false;
        if (before is not null)
            AddCalls(before, -1);
        AddCalls(minutes[target].Tally, 1);
        return true;
    }

    private static bool Put<T>(Dictionary<TargetId, (long Revision, T Tally)> targets, TargetId target, PublishedForm head, ref FormReader reader)
        where T : class, ITally<T>
    {
        if (targets.TryGetValue(target, out var known) && known.Revision >= head.Revision)
            return false;
        targets[target] = (head.Revision, T.ReadFrom(ref reader));
        return true;
    }

    private void AddCalls(MinuteTally tally, int sign)
    {
        for (var service = 0; service < Services.Count; service++)
            callsInMinutes[service] += sign * tally.Calls((Service)service).Calls;
    }

    private void Changed(long viewRevision)
    {
        merged = null;
        Revision = viewRevision;
    }
}
