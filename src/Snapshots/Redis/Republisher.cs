using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>Publishes what is stored, for example by reading all rows of the database.</summary>
/// <param name="publish">Takes each form under its key, and waits while the server cannot follow.</param>
/// <param name="modifiedSince">Only what was modified since then; nothing: everything.</param>
/// <param name="cancellationToken">Ends it.</param>
public delegate Task RepublishStored(
    Func<string, ReadOnlyMemory<byte>, CancellationToken, ValueTask> publish, DateTimeOffset? modifiedSince, CancellationToken cancellationToken);

/// <summary>
/// Fills Redis again from what is stored. Of several processes one does so at a time, as long as it gets on: its lock expires
/// when no row has come for a while, and another one tries. Where two do it at once that is harmless, since forms are taken
/// by their revision.
/// </summary>
internal sealed partial class Republisher(
    RedisConnection connection,
    RedisStore store,
    PendingChanges pending,
    RepublishStored republish,
    Func<string, ReadOnlyMemory<byte>, CancellationToken, ValueTask> publish,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan HoldTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private readonly string holder = Guid.NewGuid().ToString("N");
    private readonly Lock gate = new();
    private DateTimeOffset? requestedSince;
    private Task running = Task.CompletedTask;
    private long given;

    /// <summary>Asks for what was modified since then.</summary>
    public void Request(DateTimeOffset modifiedSince)
    {
        lock (gate)
            requestedSince = requestedSince < modifiedSince ? requestedSince : modifiedSince;
    }

    /// <summary>Begins what there is to do, if nothing is being done.</summary>
    public void Follow(StoreState state, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!running.IsCompleted || (state.IsComplete && requestedSince is null))
                return;
            running = Task.Run(() => RunAsync(state, cancellationToken), CancellationToken.None);
        }
    }

    private async Task RunAsync(StoreState state, CancellationToken cancellationToken)
    {
        try
        {
            if (!state.IsComplete)
                await FillAsync(cancellationToken);
            else
                await AddAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends: another one goes on.
        }
        catch (Exception exception)
        {
            // Whatever the database or Redis cannot do now is tried again until it succeeds.
            LogFailed(logger, RedisFault.IsFault(exception) ? $"Redis {connection.Describe(exception)}" : RedisFault.FirstLine(exception.Message), RetryDelay.TotalSeconds);
            await Task.Delay(RetryDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (!await store.TryHoldAsync(holder, HoldTime, cancellationToken))
            return;
        using var filling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var holding = HoldAsync(filling.Token);
        try
        {
            // Whoever held it before may have just filled it.
            var state = await store.WriteAsync([], knownSequence: 0, beginAnew: false, cancellationToken);
            if (state.IsComplete || pending.Forgotten is not { } forgotten)
                return;
            LogFilling(logger);
            var start = time.GetTimestamp();
            await republish(GiveAsync, null, cancellationToken);
            await pending.DrainAsync(cancellationToken);

            // What was forgotten on the way is not in the store: a new epoch begins.
            if (pending.Forgotten == forgotten && await store.CompleteAsync(state.Epoch, cancellationToken))
                LogFilled(logger, (long)time.GetElapsedTime(start).TotalMilliseconds);
        }
        finally
        {
            await filling.CancelAsync();
            await holding;
            await store.ReleaseAsync(holder, CancellationToken.None);
        }
    }

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? since;
        lock (gate)
            (since, requestedSince) = (requestedSince, null);
        try
        {
            await republish(publish, since, cancellationToken);
        }
        catch
        {
            Request(since!.Value);
            throw;
        }
    }

    private ValueTask GiveAsync(string key, ReadOnlyMemory<byte> form, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref given);
        return publish(key, form, cancellationToken);
    }

    /// <summary>Keeps the lock while rows come.</summary>
    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(HoldTime / 3, time);
        try
        {
            var known = Volatile.Read(ref given);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var now = Volatile.Read(ref given);
                if (now != known)
                    await store.TryHoldAsync(holder, HoldTime, cancellationToken);
                known = now;
            }
        }
        catch (OperationCanceledException)
        {
            // What it was held for is over.
        }
        catch (Exception exception) when (RedisFault.IsFault(exception))
        {
            // The lock expires; whoever takes it then repeats what is done here.
        }
    }

    [LoggerMessage(5010, LogLevel.Information, "Redis has lost its figures or never had any: all of them are published from the database")]
    private static partial void LogFilling(ILogger logger);

    [LoggerMessage(5011, LogLevel.Information, "Redis has all figures again, after {ElapsedMs} ms")]
    private static partial void LogFilled(ILogger logger, long elapsedMs);

    [LoggerMessage(5012, LogLevel.Warning, "The figures could not be published from the database: {Reason}; it is tried again in {Seconds} s")]
    private static partial void LogFailed(ILogger logger, string reason, double seconds);
}
