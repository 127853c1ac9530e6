using RechargeMonitor.Ingest.Demo;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Ingest.Sources;
using RechargeMonitor.Ingest.Sources.Files;
using RechargeMonitor.Ingest.Sources.Spool;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>A source with what belongs to it.</summary>
/// <param name="Source">Where lines come from.</param>
/// <param name="Description">What the console says of it.</param>
/// <param name="Owns">Which stored partitions are its.</param>
/// <param name="Writer">What fills it, where the monitor does that itself.</param>
internal sealed record SourceFeed(ISource Source, string Description, Func<string, bool> Owns, Func<CancellationToken, Task>? Writer = null)
{
    public FeedingState State { get; } = new();
}

/// <summary>The sources that the options ask for.</summary>
internal sealed class SourceSet : IAsyncDisposable
{
    private const string FilePrefix = "file-";
    private const string DemoPartition = "demo-0";
    private const string StdinPartition = "stdin-0";

    private readonly List<SourceFeed> feeds = [];
    private readonly List<SpoolWriter> writers = [];

    public IReadOnlyList<SourceFeed> Feeds => feeds;

    public static SourceSet Create(ServeOptions options, string folder, IReadOnlyList<KnownPartition> known, TimeProvider time, IServiceProvider services)
    {
        var set = new SourceSet();
        if (options.Tail.Count > 0)
        {
            var patterns = new FileSourceOptions { Patterns = [.. options.Tail] };
            var files = new FileSource(patterns, time, services.GetRequiredService<ILogger<FileSource>>());
            set.feeds.Add(new SourceFeed(files, $"files {string.Join(", ", options.Tail)}", partition => partition.StartsWith(FilePrefix, StringComparison.Ordinal)));
        }

        if (options.Stdin)
        {
            AddSpool(Path.Combine(folder, "stdin"), StdinPartition, "stdin", "standard input", writer =>
                stop => StdinCopy.RunAsync(Console.OpenStandardInput(), writer, stop));
        }

        if (options.Demo || set.feeds.Count == 0)
        {
            var spool = Path.Combine(folder, "demo");
            AddSpool(spool, DemoPartition, "demo", $"demo, {options.DemoRate} lines/s on average", writer =>
                stop => new DemoWriter(spool, options.DemoRate, time).RunAsync(writer, stop));
        }

        return set;

        void AddSpool(string path, string partition, string source, string description, Func<SpoolWriter, Func<CancellationToken, Task>> fill)
        {
            var committed = known.FirstOrDefault(other => other.Descriptor.Partition == partition)?.Committed ?? 0;
            var writer = new SpoolWriter(new SpoolOptions { Folder = path }, committed, services.GetRequiredService<ILogger<SpoolWriter>>());
            set.writers.Add(writer);
            var reader = new SpoolSource(path, partition, source, time, services.GetRequiredService<ILogger<SpoolSource>>());
            set.feeds.Add(new SourceFeed(reader, description, owned => owned == partition, fill(writer)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var feed in feeds)
            await feed.Source.DisposeAsync();
        foreach (var writer in writers)
            writer.Dispose();
    }
}
