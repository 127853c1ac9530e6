using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources.Files;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Files;

/// <summary>
/// Files, a source that follows them and what a pump does with it: what it keeps of each partition outlives the source.
/// </summary>
internal sealed class FileRig : IDisposable
{
    private readonly Dictionary<string, KnownPartition> stored = [];
    private readonly HashSet<string> open = [];
    private readonly string[] patterns;
    private readonly Action<FileSourceOptions>? configure;

    public FileRig(params string[] patterns)
        : this(null, patterns)
    {
    }

    public FileRig(Action<FileSourceOptions>? configure, params string[] patterns)
    {
        this.configure = configure;
        this.patterns = patterns.Length == 0 ? [Folder.Root] : [.. patterns.Select(Folder.At)];
        Source = Create();
    }

    public TempFolder Folder { get; } = new();

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public LineLog Log { get; } = new();

    public ListLogger<FileSource> Logger { get; } = new();

    public FileSource Source { get; private set; }

    public IReadOnlyDictionary<string, KnownPartition> Stored => stored;

    public List<string> Lines => Log.Lines;

    /// <summary>Passes some time, then looks for files and reads all that is there.</summary>
    public void Step(double seconds = 1.1, int maxBytes = 1 << 20)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        open.ExceptWith(Source.Withdrawn());
        foreach (var descriptor in Source.Discover())
        {
            var committed = stored.TryGetValue(descriptor.Partition, out var known) ? known.Committed : 0;
            stored[descriptor.Partition] = new KnownPartition(descriptor, committed);
            Source.Open(stored[descriptor.Partition]);
            open.Add(descriptor.Partition);
        }

        Poll(maxBytes);
    }

    public void Poll(int maxBytes = 1 << 20)
    {
        for (var count = 0; Source.Poll(Log, maxBytes) > 0; count++)
            Assert.True(count < 100_000, "the source never comes to an end");
    }

    /// <summary>Several steps of a second.</summary>
    public void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++)
            Step();
    }

    /// <summary>Commits a partition up to an offset.</summary>
    public void Commit(string partition, long offset)
    {
        var known = stored[partition];
        if (offset <= known.Committed || !IsOpen(partition))
            return;
        stored[partition] = new KnownPartition(known.Descriptor with { Fingerprint = Source.FingerprintAt(partition, offset) }, offset);
        Source.Committed(partition, offset);
    }

    public void CommitAll()
    {
        foreach (var partition in stored.Keys.ToArray())
            Commit(partition, Log.Next(partition));
    }

    /// <summary>Ends the source without a word, as kill -9 does, and starts another one from what is stored.</summary>
    public void Restart()
    {
        Source.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Source = Create();
        open.Clear();
    }

    /// <summary>Whether the present source follows a partition.</summary>
    public bool IsOpen(string partition) => open.Contains(partition);

    public bool Logged(int id) => Logger.Events.Any(entry => entry.Id == id);

    public void Dispose()
    {
        Source.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Folder.Dispose();
    }

    private FileSource Create()
    {
        var options = new FileSourceOptions { Patterns = patterns, RotatedFileDelay = TimeSpan.FromSeconds(5) };
        configure?.Invoke(options);
        var source = new FileSource(options, Time, Logger);
        source.Restore([.. stored.Values]);
        return source;
    }
}
