using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Feeding;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>
/// Reads a topic as a member of a consumer group. Offsets are the books'; the group's own are written too, so that lag
/// tools work. A partition whose messages are gone stands still until the loss is accepted.
/// </summary>
/// <remarks>
/// A message is a line, whatever it holds: an ending is cut off, line feeds inside are part of the line, and one without a
/// value is blank. The consumer joins the group with the first call of <see cref="Discover"/>.
/// </remarks>
public sealed class KafkaSource : ISource
{
    private readonly KafkaOptions options;
    private readonly KafkaAssignment assignment;
    private readonly BlockExchange blocks = new();
    private readonly BrokerFaults faults;
    private readonly ConsumerLoop consumer;
    private readonly AdminCalls inspections;
    private readonly AdminCalls identifications;
    private readonly TopicInspector inspector;
    private readonly IdentityGuard guard;
    private readonly CancellationTokenSource stop = new();
    private readonly Meter meter = new(IngestMetrics.MeterName);
    private Task[] working = [];
    private LineBlock? block;

    /// <param name="options">What to read; valid ones.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what the operator must know.</param>
    /// <exception cref="KafkaSourceException">librdkafka refuses the options.</exception>
    public KafkaSource(KafkaOptions options, TimeProvider time, ILogger<KafkaSource> logger)
    {
        this.options = options;
        assignment = new KafkaAssignment(options, time, logger);
        faults = new BrokerFaults(options, time, logger);
        consumer = new ConsumerLoop(options, assignment, blocks, faults, time, logger);
        inspections = new AdminCalls(Connect, time);
        inspector = new TopicInspector(options, assignment, faults, time, inspections, new TopicIdentity(options, faults, inspections));
        identifications = new AdminCalls(Connect, time);
        guard = new IdentityGuard(assignment, blocks, new TopicIdentity(options, faults, identifications), time);
        meter.CreateObservableGauge(
            "recharge.ingest.kafka.lag",
            () => assignment.Lags.Select(lag => new Measurement<long>(lag.Lag, new("topic", options.Topic), new("partition", lag.Number))),
            "{message}",
            "Messages that are not counted yet, by partition.");
        meter.CreateObservableGauge(
            "recharge.ingest.kafka.held", () => assignment.Losses.Count, "{partition}", "Partitions that stand still because messages were lost unread.");
    }

    /// <summary>The partitions that stand still because messages are lost. Any thread may read it.</summary>
    public IReadOnlyList<PartitionLoss> Losses => assignment.Losses;

    /// <summary>What is wrong with the brokers now, or nothing. Any thread may read it.</summary>
    public string? BrokerFault => faults.Current;

    /// <summary>How many messages of each partition of this process are not counted yet. Any thread may read it.</summary>
    public IReadOnlyList<(int Number, long Lag)> Lags => assignment.Lags;

    /// <inheritdoc/>
    public Task? Readable => blocks.Readable;

    /// <inheritdoc/>
    public void Restore(IReadOnlyList<KnownPartition> known)
    {
        // Each partition's books are asked for when the group gives it to this process: others may have it meanwhile.
    }

    /// <inheritdoc/>
    /// <exception cref="KafkaSourceException">What reads the topic, or looks at it, has ended.</exception>
    public IReadOnlyList<PartitionDescriptor> Discover()
    {
        if (working.Length == 0)
        {
            consumer.Start();
            working = [Task.Run(() => inspector.RunAsync(stop.Token)), Task.Run(() => guard.RunAsync(stop.Token))];
        }

        // Without the one nothing is opened any more, without the other nothing is handed over, and nobody would be told.
        var failed = working.FirstOrDefault(task => task.IsFaulted)?.Exception!.InnerException;
        if ((consumer.Failure ?? failed) is { } failure)
            throw new KafkaSourceException($"topic {options.Topic} at {options.BootstrapServers} cannot be read any more: {failure.Message}", failure);
        return assignment.TakeAnnounced();
    }

    /// <inheritdoc/>
    public bool HasFound => assignment.HasAnnounced;

    /// <inheritdoc/>
    public IReadOnlyList<string> Withdrawn() => assignment.TakeWithdrawn();

    /// <inheritdoc/>
    /// <exception cref="KafkaSourceException">The partition's books are not a topic's.</exception>
    public PartitionStart Open(KnownPartition books) => assignment.Open(books);

    /// <inheritdoc/>
    public void Hold(string partition) => assignment.Hold(partition);

    /// <inheritdoc/>
    public PartitionStart Rewind(KnownPartition books) => assignment.Rewind(books);

    /// <inheritdoc/>
    /// <returns>The number of bytes handed over, endings included.</returns>
    public int Poll(ILineSink sink, int maxBytes)
    {
        var total = 0;
        while (total < maxBytes && (block ?? blocks.TryTake()) is { } current)
        {
            total += HandOver(current, sink, maxBytes - total);
            block = current.Taken < current.Count ? current : null;
            if (block is null)
                blocks.Return(current);
        }

        return total;
    }

    /// <inheritdoc/>
    public byte[] FingerprintAt(string partition, long offset) => assignment.FingerprintAt(partition, offset);

    /// <inheritdoc/>
    public void Committed(string partition, long offset)
    {
        if (assignment.Committed(partition, offset) is not { } committed)
            return;
        try
        {
            consumer.Consumer.StoreOffset(new TopicPartitionOffset(options.Topic, committed.Number, offset));
        }
        catch (KafkaException exception) when (!exception.Error.IsFatal)
        {
            // It was given to another member, who tells the group from now on.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();

        // What one of them failed of was thrown where it could be told.
        await Task.WhenAll(working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Run(consumer.Stop);
        inspections.Dispose();
        identifications.Dispose();
        inspector.Dispose();
        consumer.Dispose();
        blocks.Dispose();
        meter.Dispose();
        stop.Dispose();
    }

    private IAdminClient Connect() => new DependentAdminClientBuilder(consumer.Consumer.Handle).Build();

    private static int HandOver(LineBlock block, ILineSink sink, int maxBytes)
    {
        var total = 0;
        while (total < maxBytes && block.Taken < block.Count)
        {
            ref readonly var line = ref block.Line(block.Taken++);
            total += line.Length + 1;
            if (line.Epoch == line.Partition.Epoch)
                sink.Take(line.Partition.Name, line.Offset, line.Offset + 1, block.Bytes(line));
        }

        return total;
    }
}
