using System.Diagnostics.Metrics;

namespace RechargeMonitor.Silo.Storage;

/// <summary>The instruments of a silo's accesses to the database.</summary>
public static class StorageMetrics
{
    /// <summary>The meter's name, by which telemetry is told to collect it.</summary>
    public const string MeterName = "RechargeMonitor.Storage";

    internal const string Read = "read";
    internal const string Write = "write";
    internal const string Clear = "clear";

    /// <summary>The row was not what the grain had read: another activation has written it.</summary>
    internal const string Conflict = "conflict";

    /// <summary>The database did not do it.</summary>
    internal const string Fault = "fault";

    private const string Operation = "operation";
    private const string Reason = "reason";

    private static readonly InstrumentAdvice<double> Buckets =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5] };

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram("recharge.storage.duration", "s", "How long the database took to read, write or delete a grain's state, failures included.", advice: Buckets);

    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("recharge.storage.failures", "{operation}", "Accesses to the database that failed, by what was wrong.");

    /// <summary>Shows every failure with 0 before it happens for the first time.</summary>
    internal static void Show()
    {
        foreach (var operation in (string[])[Read, Write, Clear])
        {
            Failed(operation, Conflict, 0);
            Failed(operation, Fault, 0);
        }
    }

    internal static void Ended(string operation, TimeSpan took) =>
        Duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>(Operation, operation));

    internal static void Failed(string operation, string reason, int times = 1) =>
        Failures.Add(times, new KeyValuePair<string, object?>(Operation, operation), new KeyValuePair<string, object?>(Reason, reason));
}
