using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Silo.Storage;

/// <summary>
/// Tells the operator in one line that the database fails, and that it works again; gives up when the fault cannot pass
/// or has lasted too long. Nothing is lost then: what was not stored is read again at the next start.
/// </summary>
/// <param name="patience">How long a fault that may pass is waited for; <see cref="Timeout.InfiniteTimeSpan"/> without end.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where the lines go.</param>
public sealed partial class StorageHealth(TimeSpan patience, TimeProvider time, ILogger<StorageHealth> logger)
{
    // On a full disk a small write may still succeed now and then; whatever failed is tried again within seconds.
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<StorageFault> broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private StorageFault? current;
    private DateTimeOffset since;
    private int failures;
    private ITimer? settling;

    /// <summary>The patience with a database that only this process uses: an operator who frees the disk meanwhile need not start it again.</summary>
    public static TimeSpan PatienceWithFile { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Completes when there is no use in going on.</summary>
    public Task<StorageFault> Broken => broken.Task;

    /// <summary>The fault that lasts, if one does.</summary>
    public StorageFault? Current
    {
        get
        {
            lock (gate)
                return current;
        }
    }

    internal void Failed(StorageFault fault)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (current is null || settling is not null)
                since = now;
            failures++;
            StopSettling();
            if (IsNews(fault))
                Log(fault);
            current = fault;
            if (!fault.MayPass || (patience != Timeout.InfiniteTimeSpan && now - since > patience))
                broken.TrySetResult(fault);
        }
    }

    internal void Succeeded()
    {
        if (current is null)
            return;
        lock (gate)
        {
            if (current is null || settling is not null)
                return;
            if (patience == Timeout.InfiniteTimeSpan)
                Recover();
            else
                settling = time.CreateTimer(seen => Settled((int)seen!), failures, SettleTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void Settled(int seenFailures)
    {
        lock (gate)
        {
            // It may have failed again while the timer came.
            if (seenFailures == failures)
                Recover();
        }
    }

    private void Recover()
    {
        StopSettling();
        current = null;
        LogRecovered(logger);
    }

    private void StopSettling()
    {
        settling?.Dispose();
        settling = null;
    }

    // Waiting without end, a server that is away shows in changing ways, of which the first is enough; one that must be
    // mended by hand is told even then. Where the process ends for such a fault, its last line says it.
    private bool IsNews(StorageFault fault) => patience == Timeout.InfiniteTimeSpan
        ? current is null || (current.MayPass && !fault.MayPass)
        : fault.MayPass && current != fault;

    private void Log(StorageFault fault)
    {
        if (patience == Timeout.InfiniteTimeSpan)
            LogWaiting(logger, fault.Message);
        else
            LogFault(logger, fault.Message, (int)patience.TotalSeconds);
    }

    [LoggerMessage(1001, LogLevel.Error, "{Fault}. Counting waits for it for {Seconds} s, then the monitor ends; nothing is lost")]
    private static partial void LogFault(ILogger logger, string fault, int seconds);

    [LoggerMessage(1002, LogLevel.Information, "The database can be written again")]
    private static partial void LogRecovered(ILogger logger);

    [LoggerMessage(1003, LogLevel.Error, "{Fault}. Counting waits until that is mended; nothing is lost")]
    private static partial void LogWaiting(ILogger logger, string fault);
}
