using System.Buffers;
using System.Globalization;
using Confluent.Kafka;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Oracle;

namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>
/// A producer that goes on while faults happen: lines of two days in turn, so that half of them are late, and every few
/// lines one that is hard to read, if it is to have such. It writes each message once, whatever its brokers do, and the judge counts it.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int NastyEvery = 10;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(120);
    private static readonly NastyLine[] Corpus = [.. NastyLines.Corpus().Where(line => IsMessage(line.Bytes))];

    private readonly string bootstrap;
    private readonly int linesPerBeat;
    private readonly bool hasNastyLines;
    private readonly Random random;
    private readonly LineGenerator[] days;
    private readonly ArrayBufferWriter<byte> output = new();
    private readonly List<SourceCounts> sources = [];
    private readonly SemaphoreSlim produced = new(0);
    private IProducer<Null, byte[]> producer;
    private CancellationTokenSource? pause;
    private Task running = Task.CompletedTask;
    private Error? failure;
    private long lines;

    public Traffic(string bootstrap, string topic, int partitions, int linesPerSecond, bool hasNastyLines, int seed)
    {
        (this.bootstrap, Topic, linesPerBeat) = (bootstrap, topic, Math.Max(1, (int)(linesPerSecond * Beat.TotalSeconds)));
        this.hasNastyLines = hasNastyLines;
        random = new Random(seed);
        days = [.. ((DateOnly[])[new(2017, 4, 13), new(2017, 4, 12)]).Select(day => new LineGenerator(new GeneratorOptions
        {
            Seed = (ulong)seed,
            FirstDay = day,
            OrdersPerDay = 200_000,
            OddLinesPerMillion = 50_000,
        }))];
        producer = Connect();
        Grow(partitions);
    }

    public string Topic { get; }

    /// <summary>What was written, counted by the judge. Only to be read while the traffic pauses.</summary>
    public Recount Judge { get; } = new();

    /// <summary>To how many partitions it writes.</summary>
    public int Partitions { get; private set; }

    /// <summary>How many messages were written.</summary>
    public long Lines => Interlocked.Read(ref lines);

    /// <summary>Goes on.</summary>
    public void Resume()
    {
        pause = new CancellationTokenSource();
        running = Task.Run(() => RunAsync(pause.Token));
    }

    /// <summary>Stops, and waits until the brokers have everything.</summary>
    public async Task PauseAsync()
    {
        if (pause is null)
            return;
        await pause.CancelAsync();
        await running;
        pause.Dispose();
        pause = null;
        using var limit = new CancellationTokenSource(FlushLimit);
        await Task.Run(() => producer.Flush(limit.Token));
        if (failure is not null)
            throw new KafkaException(failure);
    }

    /// <summary>Waits until so many messages more were written.</summary>
    public async Task ProduceAsync(int more)
    {
        var until = Lines + more;
        while (Lines < until)
        {
            var beat = produced.WaitAsync(FlushLimit);
            if (await Task.WhenAny(beat, running) == running)
                await running;
            if (!await beat)
                throw new TimeoutException($"the brokers took no message within {FlushLimit.TotalSeconds} s");
        }
    }

    /// <summary>Writes to so many partitions from now on; it must pause.</summary>
    public void Grow(int number)
    {
        for (; Partitions < number; Partitions++)
            sources.Add(Judge.AddTopic(string.Create(CultureInfo.InvariantCulture, $"{Topic}-{Partitions}")));
        Reconnect();
    }

    /// <summary>Forgets what it knows of the topic; it must pause.</summary>
    public void Reconnect()
    {
        producer.Dispose();
        producer = Connect();
    }

    public async ValueTask DisposeAsync()
    {
        if (pause is not null)
        {
            await pause.CancelAsync();
            await running;
            pause.Dispose();
        }

        producer.Dispose();
        produced.Dispose();
    }

    // A message that ends as a line of a file does is cut there, which the judge's corpus does not expect.
    private static bool IsMessage(byte[] bytes) => bytes.Length == 0 || bytes[^1] is not ((byte)'\n' or (byte)'\r');

    private IProducer<Null, byte[]> Connect() => new ProducerBuilder<Null, byte[]>(new ProducerConfig
    {
        BootstrapServers = bootstrap,
        EnableIdempotence = true,
        LingerMs = 5,
        MessageTimeoutMs = (int)TimeSpan.FromMinutes(5).TotalMilliseconds,
        QueueBufferingMaxMessages = 1_000_000,
        AllowAutoCreateTopics = false,
    }).SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => failure = error.IsFatal ? error : failure).Build();

    private async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Beat);
        while (!stop.IsCancellationRequested)
        {
            for (var line = 0; line < linesPerBeat; line++)
                Write(random.Next(Partitions), Next());
            produced.Release();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private void Write(int partition, byte[] message)
    {
        producer.Produce(new TopicPartition(Topic, partition), new Message<Null, byte[]> { Value = message }, report =>
        {
            if (report.Error.IsError)
                failure = report.Error;
        });
        Judge.AddMessage(sources[partition], message);
        Interlocked.Increment(ref lines);
    }

    private byte[] Next()
    {
        if (hasNastyLines && random.Next(NastyEvery) == 0)
            return Nasty();
        output.ResetWrittenCount();
        days[random.Next(days.Length)].Next(output);
        return output.WrittenSpan.TrimEnd("\r\n"u8).ToArray();
    }

    private byte[] Nasty()
    {
        while (true)
        {
            var bytes = random.Next(3) switch
            {
                0 => NastyLines.Structured((ulong)random.NextInt64(), 1).Single().Bytes,
                1 => NastyLines.Mutated((ulong)random.NextInt64(), 1).Single().Bytes,
                _ => Corpus[random.Next(Corpus.Length)].Bytes,
            };
            if (IsMessage(bytes))
                return bytes;
        }
    }
}
