using System.Text;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;
using RechargeMonitor.Snapshots;
using Xunit;

namespace RechargeMonitor.Api.Tests;

/// <summary>Counts made-up calls as the grains do and publishes what they would have stored.</summary>
public sealed class PublishedFigures(FiguresView view, TimeProvider time)
{
    private readonly Dictionary<TargetId, Target<NationalTally>> nationals = [];
    private readonly Dictionary<TargetId, Target<ProvincesTally>> provinces = [];
    private readonly Dictionary<TargetId, Target<MinuteTally>> minutes = [];
    private readonly HashSet<TargetId> dirty = [];
    private readonly Dictionary<string, SourceLedger> ledgers = [];

    /// <summary>Counts one order.</summary>
    public PublishedFigures Order(
        string day, string minute, string province = "200", bool succeeded = true, long amountFen = 5000, int durationMs = 30_000,
        string gateway = "WXPAY", string channel = "6900", string failure = "9999")
    {
        var notification = new Notification
        {
            Service = Service.ReChargeNotifyReq,
            Succeeded = succeeded,
            InterfaceResult = "0000"u8,
            Province = ProvinceCode.TryParse(province, out var code) ? code : throw new ArgumentException(province),
            AmountFen = succeeded ? amountFen : 0,
            DurationMs = durationMs,
            LatencyMs = Notification.NotMeasured,
            Gateway = Encoding.UTF8.GetBytes(gateway),
            Channel = Encoding.UTF8.GetBytes(channel),
            Result = succeeded ? "0000"u8 : Encoding.UTF8.GetBytes(failure),
        };
        Count(day, minute, notification);
        return this;
    }

    /// <summary>Counts a call that is no order.</summary>
    public PublishedFigures Call(string day, string minute, Service service, string result = "0000", int latencyMs = 120, int durationMs = 9_000)
    {
        var notification = new Notification
        {
            Service = service,
            Succeeded = true,
            InterfaceResult = Encoding.UTF8.GetBytes(result),
            InterfaceFailed = result is not ("0000" or ""),
            DurationMs = durationMs,
            LatencyMs = latencyMs,
        };
        Count(day, minute, notification);
        return this;
    }

    /// <summary>Publishes what was counted since the last time.</summary>
    public PublishedFigures Publish()
    {
        foreach (var target in dirty)
        {
            if (nationals.TryGetValue(target, out var national))
                Publish(target, national);
            else if (provinces.TryGetValue(target, out var province))
                Publish(target, province);
            else
                Publish(target, minutes[target]);
        }

        dirty.Clear();
        return this;
    }

    /// <summary>Commits lines to the books of a source.</summary>
    public void Commit(string partition, long bytes, params ReadOnlySpan<(LineOutcome Outcome, Service Service)> lines)
    {
        var ledger = At(ledgers, partition, () => new SourceLedger("source " + partition, "here", []));
        var counts = new LineCounts();
        foreach (var (outcome, service) in lines)
            counts.Add(outcome, service);
        Assert.True(ledger.TryCommit(new SourceCommit(ledger.Committed, ledger.Committed + bytes, counts, "here", []), time.GetUtcNow()));
        view.Publish(PartitionKeys.Source(partition), ledger.Encode());
    }

    /// <summary>Publishes rejected lines.</summary>
    public void Reject(string partition, params IEnumerable<RejectedLine> lines)
    {
        var rejected = new RejectedLines();
        rejected.Add(lines);
        view.Publish(PartitionKeys.Rejects(partition), rejected.Encode());
    }

    /// <summary>Retires a day, as the retention does.</summary>
    public void Retire(string day)
    {
        var id = TargetId.National(Day(day), 0);
        nationals[id].Retire();
        dirty.Add(id);
        Publish();
    }

    private void Count(string day, string minute, in Notification notification)
    {
        var date = Day(day);
        var minuteOfDay = (int.Parse(minute[..2]) * 60) + int.Parse(minute[2..]);
        var counted = notification;
        counted.Day = date;
        counted.MinuteOfDay = minuteOfDay;
        var (national, oneMinute) = (TargetId.National(date, 0), TargetId.Minute(date, minuteOfDay, 0));
        At(nationals, national, () => new Target<NationalTally>(national)).Tally.Add(counted);
        At(minutes, oneMinute, () => new Target<MinuteTally>(oneMinute)).Tally.Add(counted);
        dirty.UnionWith([national, oneMinute]);
        if (!notification.IsOrder)
            return;
        var province = TargetId.Province(date, notification.Province);
        At(provinces, province, () => new Target<ProvincesTally>(province)).Tally.Add(counted);
        dirty.Add(province);
    }

    private void Publish<T>(TargetId id, Target<T> target)
        where T : class, ITally<T>
    {
        var now = time.GetUtcNow();
        view.Publish(id.ToString(), target.Encode(now));
        target.Stored(now);
    }

    private static DateOnly Day(string text) => ChinaTime.TryParseDay(text, out var day) ? day : throw new ArgumentException(text);

    private static TValue At<TKey, TValue>(Dictionary<TKey, TValue> map, TKey key, Func<TValue> make)
        where TKey : notnull =>
        map.TryGetValue(key, out var value) ? value : map[key] = make();
}
