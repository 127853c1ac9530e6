using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>
/// Publishes to Redis. Grains only leave word here; one loop writes what there is, each key's newest form, in batches. While
/// Redis is away it goes on collecting, within a bound, and when Redis has lost what it held everything is published again.
/// </summary>
public sealed partial class RedisSnapshotPublisher : BackgroundService, ISnapshotPublisher
{
    /// <summary>How often Redis is looked at while there is nothing to write.</summary>
    internal static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private const int BatchKeys = 512;
    private const long BatchBytes = 2 * 1024 * 1024;
    // What grains publish within it shares a batch and an announcement.
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastWriteLimit = TimeSpan.FromSeconds(2);

    private readonly RedisConnection connection;
    private readonly RedisStore store;
    private readonly PendingChanges pending;
    private readonly Republisher republisher;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SemaphoreSlim work = new(0, 1);
    private readonly Meter meter;
    private long knownSequence;
    private long written;
    private string? fault;
    private CancellationToken stopping;
    private bool wasReached;

    /// <summary>A publisher that must be started as a hosted service.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="republish">Publishes what is stored.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public RedisSnapshotPublisher(
        RedisConnection connection, RedisOptions options, RepublishStored republish, TimeProvider time, ILogger<RedisSnapshotPublisher> logger)
    {
        (this.connection, this.time, this.logger) = (connection, time, logger);
        store = new RedisStore(connection);
        pending = new PendingChanges(options.MaxPendingKeys, options.MaxPendingBytes, time);
        republisher = new Republisher(connection, store, pending, republish, PublishStoredAsync, time, logger);
        meter = RedisMetrics.Of(this);
    }

    /// <summary>What is wrong with Redis; nothing while all is well, or before the first attempt.</summary>
    public string? Fault => Volatile.Read(ref fault);

    /// <summary>Whether the last call succeeded.</summary>
    public bool IsConnected => Volatile.Read(ref wasReached) && Fault is null;

    /// <summary>How many keys wait to be written.</summary>
    public int PendingKeys => pending.Count;

    /// <summary>About how much memory they take.</summary>
    public long PendingBytes => pending.Bytes;

    /// <summary>How long the oldest of them has been waiting: how far readers are behind.</summary>
    public TimeSpan Lag => pending.Lag;

    /// <summary>How many changes were written.</summary>
    public long Written => Volatile.Read(ref written);

    /// <summary>The newest revision of the store that this process knows.</summary>
    public long Sequence => Volatile.Read(ref knownSequence);

    /// <inheritdoc/>
    public void Publish(string key, ReadOnlyMemory<byte> form)
    {
        try
        {
            Add(new PendingChange(key, null, new PendingForm(PublishedForm.Of(key, form.Span), form)));
        }
        catch (FormatException exception)
        {
            LogUnreadable(logger, key, exception.Message);
        }
    }

    /// <inheritdoc/>
    public void Remove(string key) => Add(new PendingChange(key, time.GetUtcNow(), null));

    /// <summary>
    /// Asks for what was modified since then to be published once more: another process ended, and what it had not written is
    /// only in the database.
    /// </summary>
    public void RequestRepublish(DateTimeOffset modifiedSince)
    {
        republisher.Request(modifiedSince);
        Wake();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        meter.Dispose();
        work.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        stopping = stoppingToken;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WriteAllAsync(stoppingToken);
                if (await work.WaitAsync(CheckInterval, stoppingToken))
                    await Task.Delay(GatherTime, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) when (RedisFault.IsFault(exception))
            {
                NoteFault(connection.Describe(exception));
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await WriteLastAsync();
    }

    /// <summary>Publishes what was stored before, and waits while much is to be written: a database holds more than may wait.</summary>
    private ValueTask PublishStoredAsync(string key, ReadOnlyMemory<byte> form, CancellationToken cancellationToken)
    {
        Publish(key, form);
        return pending.WaitForRoomAsync(cancellationToken);
    }

    private void Add(PendingChange change)
    {
        if (!pending.Add(change))
            LogForgotten(logger);
        Wake();
    }

    private void Wake()
    {
        try
        {
            if (work.CurrentCount == 0)
                work.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has woken it at the same moment.
        }
    }

    /// <summary>Writes until nothing is left; looks at the store if there is nothing.</summary>
    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        if (pending.IsForgetful || pending.Count == 0)
            await LookAsync(cancellationToken);
        while (pending.Take(BatchKeys, BatchBytes) is { Count: > 0 } batch)
        {
            try
            {
                NoteState(await store.WriteAsync(batch, knownSequence, beginAnew: false, cancellationToken));
            }
            catch
            {
                // Whether it was written is not known; writing it again is harmless.
                pending.Return(batch);
                throw;
            }

            Interlocked.Add(ref written, batch.Count);
            pending.Settle(batch.Count);
        }
    }

    /// <summary>After changes were forgotten the store begins anew: what it holds may have been removed since.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var anew = pending.IsForgetful;
        if (anew)
            pending.BeginAnew();
        try
        {
            NoteState(await store.WriteAsync([], knownSequence, anew, cancellationToken));
        }
        catch when (anew)
        {
            pending.StayForgetful();
            throw;
        }
    }

    private async Task WriteLastAsync()
    {
        using var limit = new CancellationTokenSource(LastWriteLimit, time);
        try
        {
            if (pending.Count > 0)
                await WriteAllAsync(limit.Token);
        }
        catch (Exception exception) when (RedisFault.IsFault(exception) || exception is OperationCanceledException)
        {
            LogLeft(logger, pending.Count, connection.Servers);
        }
    }

    private void NoteState(StoreState state)
    {
        Volatile.Write(ref knownSequence, Math.Max(knownSequence, state.Sequence));
        Volatile.Write(ref wasReached, true);
        if (Interlocked.Exchange(ref fault, null) is not null)
            LogBack(logger, connection.Servers, pending.Count);
        if (!stopping.IsCancellationRequested)
            republisher.Follow(state, stopping);
    }

    private void NoteFault(string reason)
    {
        if (Interlocked.Exchange(ref fault, reason) is null)
            LogAway(logger, connection.Servers, reason);
    }
}
