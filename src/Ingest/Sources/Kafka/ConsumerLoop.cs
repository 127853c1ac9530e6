using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>
/// The thread that the consumer belongs to. It fills blocks, and serves the group whatever the pump does meanwhile: while
/// no block is free it goes on polling with all partitions paused.
/// </summary>
internal sealed class ConsumerLoop : IDisposable
{
    private const int ReassignAfterFailures = 3;
    private const int MessagesPerStep = 256;
    private static readonly TimeSpan BlockPatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BlockAge = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan WatermarkInterval = TimeSpan.FromSeconds(1);

    // Nothing is fetched from it: it stands for an offset that is not known yet. It is none of those that librdkafka would look
    // up, because an answer to that may come after the partition was told to be read from elsewhere, and is followed then.
    private static readonly Offset Unknown = new(0);

    private readonly KafkaOptions options;
    private readonly KafkaAssignment assignment;
    private readonly BlockExchange blocks;
    private readonly BrokerFaults faults;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly MessageReader reader = new();
    private readonly Dictionary<int, KafkaPartition> partitions = [];
    private readonly List<KafkaPartition> missed = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private long blockStarted;
    private long watermarksAt;

    /// <exception cref="KafkaSourceException">The options are refused.</exception>
    public ConsumerLoop(
        KafkaOptions options, KafkaAssignment assignment, BlockExchange blocks, BrokerFaults faults, TimeProvider time, ILogger logger)
    {
        (this.options, this.assignment, this.blocks, this.faults, this.time, this.logger) = (options, assignment, blocks, faults, time, logger);
        Consumer = KafkaSettings.Build(() => new ConsumerBuilder<Ignore, int>(KafkaSettings.OfConsumer(options))
            .SetValueDeserializer(reader)
            .SetErrorHandler((_, error) => faults.Report(error))
            .SetLogHandler((_, message) => logger.Chatter(message.Facility, message.Message))
            .SetPartitionsAssignedHandler(OnAssigned)
            .SetPartitionsRevokedHandler((_, revoked) => OnRevoked(revoked))
            .SetPartitionsLostHandler((_, lost) => OnRevoked(lost))
            .Build());
        thread = new Thread(Run) { IsBackground = true, Name = $"kafka {options.Topic}" };
    }

    public IConsumer<Ignore, int> Consumer { get; }

    /// <summary>What ended the loop, if something did.</summary>
    public Exception? Failure { get; private set; }

    public void Start() => thread.Start();

    /// <summary>Leaves the group.</summary>
    public void Stop()
    {
        stop.Cancel();
        if (thread.IsAlive)
            thread.Join();
    }

    public void Dispose()
    {
        Consumer.Dispose();
        stop.Dispose();
    }

    private void Run()
    {
        try
        {
            Consumer.Subscribe(options.Topic);
            while (!stop.IsCancellationRequested)
                Step();
            Consumer.Close();
        }
        catch (Exception exception)
        {
            Failure = exception;
        }
    }

    private void Step()
    {
        ApplyMoves();
        HearWatermarks();
        if (reader.Block is null)
        {
            reader.Block = blocks.TryRent(BlockPatience, stop.Token);
            if (reader.Block is null)
            {
                WaitPaused();
                return;
            }
        }

        Fill(reader.Block);
    }

    /// <summary>Reads until the block is full or old enough, nothing is there, or it is time to look around.</summary>
    private void Fill(LineBlock filling)
    {
        for (var message = 0; message < MessagesPerStep && !filling.IsFull; message++)
        {
            if (TryConsume(TimeSpan.Zero))
                continue;
            if (filling.Count == 0)
                TryConsume(IdlePoll);
            else
                PublishBlock();
            return;
        }

        if (filling.IsFull || time.GetElapsedTime(blockStarted) >= BlockAge)
            PublishBlock();
    }

    private void PublishBlock()
    {
        if (reader.Block is not { Count: > 0 } filled)
            return;
        reader.Block = null;
        blocks.Publish(filled);
    }

    /// <summary>Polls without reading until the pump has given a block back.</summary>
    private void WaitPaused()
    {
        var flowing = partitions.Values.Where(partition => partition.IsFlowing).Select(PartitionOf).ToArray();
        Try(() => Consumer.Pause(flowing));
        while (reader.Block is null && !stop.IsCancellationRequested)
        {
            TryConsume(IdlePoll);
            reader.Block = blocks.TryRent(TimeSpan.Zero, stop.Token);
        }

        Try(() => Consumer.Resume(partitions.Values.Where(partition => partition.IsFlowing).Select(PartitionOf).ToArray()));
        foreach (var partition in missed)
            Seek(partition, partition.Next, partition.FlowEpoch);
        missed.Clear();
    }

    /// <summary>Takes a message, or serves the group. Returns whether there was something.</summary>
    private bool TryConsume(TimeSpan patience)
    {
        try
        {
            var result = Consumer.Consume((int)patience.TotalMilliseconds);
            if (result is not null)
                Take(result.Partition.Value, result.Offset.Value, result.Message.Value);
            return result is not null;
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            OnError(exception);
            return true;
        }
    }

    private void Take(int number, long offset, int length)
    {
        // What comes before a partition is opened, or from before it was moved, is read again later.
        if (!partitions.TryGetValue(number, out var partition) || !partition.IsFlowing || partition.FlowEpoch != partition.Epoch || offset < partition.Next)
            return;
        if (reader.Block is not { } block)
        {
            // No block was free to copy it into: it must come once more.
            partition.IsFlowing = false;
            missed.Add(partition);
            return;
        }

        if (block.Count == 0)
            blockStarted = time.GetTimestamp();
        block.Add(partition, partition.FlowEpoch, offset, length);
        partition.Next = offset + 1;
    }

    private void OnError(ConsumeException exception)
    {
        var error = exception.Error;
        if (error.Code == ErrorCode.Local_AutoOffsetReset || error.Code == ErrorCode.OffsetOutOfRange)
        {
            if (partitions.TryGetValue(exception.ConsumerRecord?.Partition.Value ?? -1, out var partition) && partition.IsFlowing)
                assignment.Recheck(partition);
            return;
        }

        faults.Report(error);
    }

    private void ApplyMoves()
    {
        if (assignment.Moved.IsEmpty)
            return;
        for (var count = assignment.Moved.Count; count > 0 && assignment.Moved.TryDequeue(out var partition); count--)
        {
            if (partition.IsGone || !partitions.TryGetValue(partition.Number, out var current) || current != partition)
                continue;
            var epoch = partition.Epoch;
            var from = partition.ReadFrom;
            partition.IsFlowing = false;
            if (from is { } offset)
                Seek(partition, offset, epoch);
            else
                Try(() => Consumer.Pause([PartitionOf(partition)]));
        }
    }

    private void Seek(KafkaPartition partition, long offset, int epoch)
    {
        var target = new TopicPartitionOffset(PartitionOf(partition), offset);
        try
        {
            if (partition.SeekFailures >= ReassignAfterFailures)
            {
                // A partition whose offset was out of range is not fetched any more and cannot be moved: take it anew.
                Consumer.IncrementalUnassign([target.TopicPartition]);
                Consumer.IncrementalAssign([target]);
            }
            else
            {
                Consumer.Seek(target);
            }

            Consumer.Resume([target.TopicPartition]);
            (partition.IsFlowing, partition.FlowEpoch, partition.Next, partition.SeekFailures) = (true, epoch, offset, 0);
        }
        catch (KafkaException exception) when (!exception.Error.IsFatal)
        {
            // The consumer may not have started to fetch it yet: once more after the next poll.
            if (partition.SeekFailures++ > ReassignAfterFailures)
                logger.SeekFailed(partition.Title, offset, exception.Error.Reason);
            assignment.Moved.Enqueue(partition);
        }
    }

    private IEnumerable<TopicPartitionOffset> OnAssigned(IConsumer<Ignore, int> consumer, List<TopicPartition> assigned)
    {
        faults.Clear();
        foreach (var partition in assigned)
            partitions[partition.Partition.Value] = assignment.Assign(partition.Partition.Value);
        if (assigned.Count > 0)
            logger.Assigned(Numbers(assigned), options.Topic);

        // Nothing is wanted before the books are known.
        Try(() => Consumer.Pause(assigned));
        return assigned.Select(partition => new TopicPartitionOffset(partition, Unknown));
    }

    private void OnRevoked(List<TopicPartitionOffset> revoked)
    {
        foreach (var partition in revoked)
        {
            partitions.Remove(partition.Partition.Value);
            assignment.Revoke(partition.Partition.Value);
        }

        if (revoked.Count > 0 && !stop.IsCancellationRequested)
            logger.Revoked(Numbers(revoked.Select(partition => partition.TopicPartition)), options.Topic);
    }

    private void HearWatermarks()
    {
        if (time.GetElapsedTime(watermarksAt) < WatermarkInterval)
            return;
        watermarksAt = time.GetTimestamp();
        foreach (var partition in partitions.Values.Where(partition => partition.IsFlowing).ToArray())
        {
            Try(() =>
            {
                var watermarks = Consumer.GetWatermarkOffsets(PartitionOf(partition));
                if (watermarks.High >= 0)
                    assignment.Heard(partition, Math.Max(0, watermarks.Low.Value), watermarks.High.Value);
            });
        }
    }

    /// <summary>For what does no harm if a partition has gone meanwhile.</summary>
    private static void Try(Action call)
    {
        try
        {
            call();
        }
        catch (KafkaException exception) when (!exception.Error.IsFatal)
        {
            // The next rebalance or move sets it right.
        }
    }

    private TopicPartition PartitionOf(KafkaPartition partition) => new(options.Topic, partition.Number);

    private static string Numbers(IEnumerable<TopicPartition> partitions) =>
        string.Join(", ", partitions.Select(partition => partition.Partition.Value).Order().Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
