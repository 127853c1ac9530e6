using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Monitor.Commands;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Silo.Storage;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>Feeds the lines of all sources in until the host is to stop or something makes going on useless.</summary>
internal static class FeedRun
{
    /// <summary>Runs and then stops the host. Returns the process's exit code.</summary>
    /// <param name="app">The host; it was started.</param>
    /// <param name="feeding">How to feed.</param>
    /// <param name="shards">The database's number of shards.</param>
    /// <param name="known">What was committed before.</param>
    /// <param name="feeds">The sources.</param>
    /// <param name="status">The console.</param>
    /// <param name="broken">Completes when the database cannot be used any more.</param>
    /// <exception cref="FaultException">It cannot go on, and why.</exception>
    public static async Task<int> RunAsync(
        WebApplication app,
        FeedingOptions feeding,
        int shards,
        IReadOnlyList<KnownPartition> known,
        IReadOnlyList<SourceFeed> feeds,
        ConsoleStatus status,
        Task<StorageFault>? broken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(app.Lifetime.ApplicationStopping);
        var client = app.Services.GetRequiredService<IClusterClient>();
        var running = new List<Task> { status.RunAsync(stop.Token) };
        foreach (var feed in feeds)
        {
            object[] own = feed.DeadLetters is { } letters
                ? [feed.Source, client, feeding, shards, feed.State, letters]
                : [feed.Source, client, feeding, shards, feed.State];
            var pump = ActivatorUtilities.CreateInstance<Pump>(app.Services, own);
            var owned = known.Where(partition => feed.Owns(partition.Descriptor.Partition)).ToArray();
            running.Add(Task.Run(() => pump.RunAsync(owned, stop.Token)));
            if (feed.Writer is { } write)
                running.Add(Task.Run(() => write(stop.Token)));
        }

        var ended = await Task.WhenAny(broken is null ? running : [broken, .. running]);
        await stop.CancelAsync();
        var fault = ended == broken ? (await broken!).Message : await FaultOfAsync(running);
        using var patience = new CancellationTokenSource(WebHost.StopPatience);
        await app.StopAsync(patience.Token);
        if (fault is null)
            return ExitCode.Success;
        var loss = feeds.Select(feed => feed.Loss()).FirstOrDefault(loss => loss is not null) ?? "nothing is lost";
        throw new FaultException($"{fault}. The monitor has ended; {loss}: start it again after that");
    }

    /// <summary>Waits until all have ended; what ended one of them early, if it is for the operator.</summary>
    private static async Task<string?> FaultOfAsync(IEnumerable<Task> running)
    {
        try
        {
            await Task.WhenAll(running);
            return null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }
}
