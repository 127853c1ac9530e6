using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>
/// Fills a <see cref="FiguresView"/> from Redis and keeps it up to date: it asks for what has changed after the newest
/// sequence that it has, whenever something is announced and every second besides, so a lost announcement loses nothing.
/// While Redis is away, or is being filled again after it lost everything, the view keeps its last known figures.
/// </summary>
public sealed partial class RedisFiguresReader : BackgroundService
{
    // Beyond it changes that were read are shown although more has changed meanwhile.
    private const int MaxPagesOfChanges = 1000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    // Batches may be announced every millisecond; this many milliseconds are read at once.
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(20);

    private readonly RedisConnection connection;
    private readonly RedisStore store;
    private readonly RedisOptions options;
    private readonly FiguresView view;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SemaphoreSlim announced = new(0, 1);
    private readonly Meter meter;
    private string epoch = "";
    private long last;
    private long shift;
    private long corruptForms;
    private string? fault;
    private bool isSubscribed;
    private volatile bool isLoaded;

    /// <summary>A reader that must be started as a hosted service.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="view">What it fills.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public RedisFiguresReader(RedisConnection connection, RedisOptions options, FiguresView view, TimeProvider time, ILogger<RedisFiguresReader> logger)
    {
        (this.connection, this.options, this.view, this.time, this.logger) = (connection, options, view, time, logger);
        store = new RedisStore(connection);
        meter = RedisMetrics.Of(this);
    }

    /// <summary>How many keys are read by one call.</summary>
    internal int PageKeys { get; init; } = 1000;

    /// <summary>Whether the figures were read whole once.</summary>
    public bool IsLoaded => isLoaded;

    /// <summary>What is wrong with Redis; nothing while all is well.</summary>
    public string? Fault => Volatile.Read(ref fault);

    /// <summary>How many forms were skipped because they cannot be read.</summary>
    public long CorruptForms => Volatile.Read(ref corruptForms);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        meter.Dispose();
        announced.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var good = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var problem = await TryCatchUpAsync(stoppingToken);
            if (stoppingToken.IsCancellationRequested)
                return;
            if (problem is null)
                good = time.GetTimestamp();
            Note(problem);
            if (problem is null || time.GetElapsedTime(good) >= options.StaleAfter)
                view.MarkStale(problem is not null);
            await Task.Delay(LeastInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Task announcement = announced.WaitAsync(PollInterval, stoppingToken);
            await announcement.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads what has changed. Returns why that was not possible, or nothing.</summary>
    private async Task<string?> TryCatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!isSubscribed)
                await store.SubscribeAsync(Announced, cancellationToken);
            isSubscribed = true;
            return await CatchUpAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (RedisFault.IsFault(exception))
        {
            return connection.Describe(exception);
        }
    }

    private async Task<string?> CatchUpAsync(CancellationToken cancellationToken)
    {
        var page = await store.ReadAsync(epoch, last, PageKeys, cancellationToken);
        if (page.State.Epoch.Length == 0)
            return "holds no figures yet, or has lost some; a silo publishes all of them";
        if (!page.State.IsComplete)
            return "is being filled by a silo";
        if (page.State.Epoch != epoch || last < page.Pruned)
            return await ReloadAsync(page.State, cancellationToken);

        var changes = new List<FormChange>();
        var state = await CollectAsync(page, changes, MaxPagesOfChanges, cancellationToken);
        if (state is null)
            return null;
        if (state.Value.Sequence != last)
            view.Apply(changes, state.Value.Sequence + shift);
        last = state.Value.Sequence;
        return null;
    }

    /// <summary>Reads everything, however much it is, beside what is shown, and shows it then.</summary>
    private async Task<string?> ReloadAsync(StoreState state, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var page = await store.ReadAsync(state.Epoch, 0, PageKeys, cancellationToken);

        // The server's clock was set back while it lost everything: readers' revisions must grow all the same.
        shift = state.Sequence < view.Revision && page.Changes.Count > 0 ? view.Revision + 1 - page.Changes[0].Sequence : 0;
        var changes = new List<FormChange>();
        if (await CollectAsync(page, changes, int.MaxValue, cancellationToken) is not { } reached || reached.Epoch != state.Epoch)
            return "is being filled by a silo";
        var content = new FiguresContent(takesOnlyNewer: false);
        foreach (var change in changes)
            change.ApplyTo(content);
        view.Replace(content, Math.Max(reached.Sequence + shift, view.Revision));
        (epoch, last) = (state.Epoch, reached.Sequence);
        isLoaded = true;
        LogLoaded(logger, connection.Servers, changes.Count, (long)time.GetElapsedTime(start).TotalMilliseconds);
        return null;
    }

    /// <summary>
    /// Reads page after page until one is not full: then what was collected is what the store held at the moment of that
    /// page, since whatever changes on the way moves to the end. Nothing where another epoch began on the way.
    /// </summary>
    private async Task<StoreState?> CollectAsync(StorePage page, List<FormChange> changes, int maxPages, CancellationToken cancellationToken)
    {
        var expected = page.State.Epoch;
        for (var pages = 1; ; pages++)
        {
            if (page.State.Epoch != expected || !page.State.IsComplete)
                return null;
            foreach (var (key, sequence, form) in page.Changes)
                AddChange(changes, key, sequence, form);
            if (page.Changes.Count < PageKeys)
                return page.State;
            if (pages == maxPages)
                return page.State with { Sequence = page.Changes[^1].Sequence };
            page = await store.ReadAsync(expected, page.Changes[^1].Sequence, PageKeys, cancellationToken);
        }
    }

    private void AddChange(List<FormChange> changes, string key, long sequence, byte[]? form)
    {
        try
        {
            if (form is null)
                changes.Add(new FormChange(key, null, sequence + shift));
            else if (DecodedForm.Read(key, form) is { } decoded)
                changes.Add(new FormChange(key, decoded, sequence + shift));
        }
        catch (FormatException exception)
        {
            Interlocked.Increment(ref corruptForms);
            LogCorrupt(logger, key, connection.Servers, exception.Message);
        }
    }

    private void Announced()
    {
        try
        {
            if (announced.CurrentCount == 0)
                announced.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or has ended.
        }
    }

    private void Note(string? problem)
    {
        var before = Interlocked.Exchange(ref fault, problem);
        if (problem is not null && before is null)
            LogAway(logger, connection.Servers, problem);
        else if (problem is null && before is not null)
            LogBack(logger, connection.Servers);
    }
}
