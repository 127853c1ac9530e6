using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Demo;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Ingest.Sources.Files;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Ingest.Sources.Spool;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>A source with what belongs to it.</summary>
/// <param name="Source">Where lines come from.</param>
/// <param name="Description">What the console says of it.</param>
/// <param name="Owns">Which stored partitions are its.</param>
/// <param name="Writer">What fills it, where the monitor does that itself.</param>
/// <param name="DeadLetters">Where its rejected lines are sent as well, if anywhere.</param>
internal sealed record SourceFeed(ISource Source, string Description, Func<string, bool> Owns, Func<CancellationToken, Task>? Writer = null, IDeadLetters? DeadLetters = null)
{
    /// <summary>Says what is lost if the process ends now, if anything.</summary>
    public Func<string?> Loss { get; init; } = () => null;

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
    private readonly List<ISource> owned = [];

    public IReadOnlyList<SourceFeed> Feeds => feeds;

    public static SourceSet Create(
        ServeOptions options, KafkaOptions? kafka, string folder, IReadOnlyList<KnownPartition> known, TimeProvider time, IServiceProvider services)
    {
        var set = new SourceSet();
        if (options.Tail.Count > 0)
        {
            var patterns = new FileSourceOptions { Patterns = [.. options.Tail], LeftOut = [folder] };
            var files = new FileSource(patterns, time, services.GetRequiredService<ILogger<FileSource>>());
            set.owned.Add(files);
            set.feeds.Add(new SourceFeed(files, $"files {string.Join(", ", options.Tail)}", partition => partition.StartsWith(FilePrefix, StringComparison.Ordinal)));
        }

        if (kafka is not null)
            set.AddKafka(kafka, services);
        if (options.Stdin)
        {
            AddSpool(Path.Combine(folder, "stdin"), StdinPartition, "stdin", "standard input", writer =>
            {
                var copy = new StdinCopy(Console.OpenStandardInput(), writer, time, services.GetRequiredService<ILogger<StdinCopy>>());
                return (copy.RunAsync, () => copy.Loss);
            });
        }

        if (options.Demo || set.feeds.Count == 0)
        {
            var spool = Path.Combine(folder, "demo");
            AddSpool(spool, DemoPartition, "demo", $"demo, {options.DemoRate} lines/s on average", writer =>
                (stop => new DemoWriter(spool, options.DemoRate, time).RunAsync(writer, stop), () => null));
        }

        return set;

        void AddSpool(string path, string partition, string source, string description, Func<SpoolWriter, (Func<CancellationToken, Task> Run, Func<string?> Loss)> fill)
        {
            var committed = known.FirstOrDefault(other => other.Descriptor.Partition == partition)?.Committed ?? 0;
            var writer = new SpoolWriter(new SpoolOptions { Folder = path }, committed, services.GetRequiredService<ILogger<SpoolWriter>>());
            set.writers.Add(writer);
            var reader = new SpoolSource(path, partition, source, time, services.GetRequiredService<ILogger<SpoolSource>>());
            set.owned.Add(reader);
            var (run, loss) = fill(writer);
            set.feeds.Add(new SourceFeed(reader, description, own => own == partition, run) { Loss = loss });
        }
    }

    /// <summary>A Kafka topic and nothing else; the services hold its source.</summary>
    public static SourceSet OfKafka(KafkaOptions options, IServiceProvider services)
    {
        var set = new SourceSet();
        set.AddKafka(options, services);
        return set;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in owned)
            await source.DisposeAsync();
        foreach (var writer in writers)
            writer.Dispose();
    }

    // Which partitions it reads is the consumer group's affair, so none is its own before it is given to it.
    private void AddKafka(KafkaOptions options, IServiceProvider services) => feeds.Add(new SourceFeed(
        services.GetRequiredService<KafkaSource>(),
        $"Kafka topic {options.Topic} at {options.BootstrapServers}, group {options.Group}",
        _ => false,
        DeadLetters: services.GetService<IDeadLetters>()));
}
