using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources.Kafka;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>What the pump and the books are to a source, in memory: opens what is announced, and commits when it is told to.</summary>
internal sealed class TopicRig(Dictionary<string, KnownPartition> books, KafkaOptions options) : ILineSink, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, long> positions = new(StringComparer.Ordinal);

    public KafkaLog Log { get; } = new();

    public KafkaSource Source { get; private set; } = null!;

    /// <summary>The lines taken, by partition.</summary>
    public Dictionary<string, List<string>> Lines { get; } = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Open => positions.Keys;

    public int Count => Lines.Values.Sum(lines => lines.Count);

    public static KafkaOptions Options(string bootstrap, string topic, DateTimeOffset? startAt = null) => new()
    {
        BootstrapServers = bootstrap,
        Topic = topic,
        Group = $"{topic}-readers",
        LossPatience = TimeSpan.FromSeconds(1),
        MetadataRefresh = TimeSpan.FromMilliseconds(500),
        SessionTimeout = TimeSpan.FromSeconds(6),
        StartAt = startAt?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) ?? "",
    };

    public TopicRig Start(TimeProvider? time = null)
    {
        Source = new KafkaSource(options, time ?? TimeProvider.System, Log);
        return this;
    }

    public void Take(string partition, long offset, long next, ReadOnlySpan<byte> line)
    {
        if (!Lines.TryGetValue(partition, out var lines))
            Lines.Add(partition, lines = []);
        Assert.True(offset >= positions[partition], $"{partition}: offset {offset} came after {positions[partition]}");
        positions[partition] = next;
        lines.Add(Encoding.UTF8.GetString(line));
    }

    /// <summary>Does what the pump does until the condition holds.</summary>
    public async Task UntilAsync(Func<bool> isDone, Func<string> found)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!isDone())
        {
            Assert.False(limit.IsCancellationRequested, $"not within {Patience}: {found()}; log: {string.Join(" | ", Log.Lines)}");
            Step();
            if (Source.Poll(this, 1 << 20) == 0)
                await Task.WhenAny(Source.Readable!, Task.Delay(10));
        }
    }

    public Task UntilLinesAsync(int lines) => UntilAsync(() => Count >= lines, () => $"{Count} of {lines} lines");

    /// <summary>Commits all that was taken.</summary>
    public void Commit()
    {
        foreach (var (partition, position) in positions.Where(partition => books.ContainsKey(partition.Key)).ToArray())
            Commit(partition, position);
    }

    public long Position(string partition) => positions[partition];

    /// <summary>Reads a partition again, as after a checkpoint that failed.</summary>
    public void Rewind(string partition, long committed)
    {
        books[partition] = books[partition] with { Committed = committed };
        positions[partition] = Source.Rewind(books[partition]).Offset;
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private void Step()
    {
        foreach (var partition in Source.Withdrawn())
            positions.Remove(partition);
        foreach (var descriptor in Source.Discover())
        {
            books.TryAdd(descriptor.Partition, new KnownPartition(descriptor, 0));
            var start = Source.Open(books[descriptor.Partition]);
            positions[descriptor.Partition] = start.Offset;
            if (!start.IsCommitted)
                Commit(descriptor.Partition, start.Offset);
        }
    }

    private void Commit(string partition, long offset)
    {
        var descriptor = books[partition].Descriptor with { Fingerprint = Source.FingerprintAt(partition, offset) };
        books[partition] = new KnownPartition(descriptor, offset);
        Source.Committed(partition, offset);
    }
}

/// <summary>Keeps what the source tells the operator.</summary>
internal sealed class KafkaLog : ILogger<KafkaSource>, ILogger<DeadLetterTopic>
{
    private readonly List<(LogLevel Level, string Text)> lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
                return [.. lines.Select(line => $"{line.Level}: {line.Text}")];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        lock (lines)
            lines.Add((logLevel, formatter(state, exception)));
    }
}
