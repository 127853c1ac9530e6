using System.Diagnostics.Metrics;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>The instruments of what a process writes to Redis or reads from it.</summary>
public static class RedisMetrics
{
    /// <summary>The meter's name, by which telemetry is told to collect it.</summary>
    public const string MeterName = "RechargeMonitor.Snapshots";

    /// <summary>Those of a publisher. Whoever disposes of the meter ends them.</summary>
    internal static Meter Of(RedisSnapshotPublisher publisher)
    {
        var meter = new Meter(MeterName);
        meter.CreateObservableGauge("recharge.snapshots.writable", () => publisher.IsConnected ? 1 : 0, null, "1 while Redis takes figures, otherwise 0.");
        meter.CreateObservableGauge("recharge.snapshots.pending.keys", () => publisher.PendingKeys, "{key}", "Keys whose newest figures wait to be written to Redis.");
        meter.CreateObservableGauge("recharge.snapshots.pending", () => publisher.PendingBytes, "By", "Memory of what waits to be written to Redis.");
        meter.CreateObservableGauge("recharge.snapshots.lag", () => publisher.Lag.TotalSeconds, "s", "How long the oldest of that has been waiting.");
        meter.CreateObservableCounter("recharge.snapshots.written", () => publisher.Written, "{change}", "Changes written to Redis.");
        return meter;
    }

    /// <summary>Those of a reader. Whoever disposes of the meter ends them.</summary>
    internal static Meter Of(RedisFiguresReader reader)
    {
        var meter = new Meter(MeterName);
        meter.CreateObservableGauge("recharge.snapshots.readable", () => reader.IsLoaded && reader.Fault is null ? 1 : 0, null, "1 while Redis answers with all figures, otherwise 0.");
        meter.CreateObservableCounter("recharge.snapshots.corrupt", () => reader.CorruptForms, "{form}", "Figures in Redis that were skipped because they cannot be read.");
        return meter;
    }
}
