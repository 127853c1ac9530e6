using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>
/// The partitions that the group gives to this process, between the three that work on them: the consumer's thread, the
/// inspector that looks at their logs, and the pump. It decides; they do the I/O.
/// </summary>
internal sealed class KafkaAssignment(KafkaOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<int, KafkaPartition> partitions = [];
    private readonly Dictionary<string, KafkaPartition> byName = new(StringComparer.Ordinal);
    private readonly List<KafkaPartition> announced = [];
    private readonly Dictionary<string, byte[]> withdrawn = new(StringComparer.Ordinal);

    /// <summary>Partitions of which the consumer's thread has to look at <see cref="KafkaPartition.ReadFrom"/>.</summary>
    public ConcurrentQueue<KafkaPartition> Moved { get; } = new();

    /// <summary>Called when a partition waits for the inspector.</summary>
    public Action WakeInspector { get; set; } = () => { };

    /// <summary>What stands still because messages are lost.</summary>
    public IReadOnlyList<PartitionLoss> Losses
    {
        get
        {
            lock (gate)
                return [.. partitions.Values.Where(partition => partition.LossReported is not null && partition.Loss is not null).Select(partition => partition.Loss!)];
        }
    }

    /// <summary>How many messages of each partition are not counted yet.</summary>
    public IReadOnlyList<(int Number, long Lag)> Lags
    {
        get
        {
            lock (gate)
                return [.. partitions.Values.Where(partition => partition.Phase != PartitionPhase.Inspecting).Select(partition => (partition.Number, partition.Lag))];
        }
    }

    /// <summary>Whether a partition waits for the pump to hear of it.</summary>
    public bool HasAnnounced
    {
        get
        {
            lock (gate)
                return announced.Count > 0;
        }
    }

    public KafkaPartition Assign(int number)
    {
        lock (gate)
        {
            Drop(number);
            var partition = new KafkaPartition(options.Topic, number);
            partitions.Add(number, partition);
            WakeInspector();
            return partition;
        }
    }

    public void Revoke(int number)
    {
        lock (gate)
            Drop(number);
    }

    /// <summary>What the partition was read from is not there any more: looks at it anew.</summary>
    public void Recheck(KafkaPartition partition)
    {
        lock (gate)
        {
            if (partition.IsGone || partition.Phase == PartitionPhase.Inspecting)
                return;
            Withdraw(partition);
            partition.Phase = PartitionPhase.Inspecting;
            WakeInspector();
        }
    }

    /// <summary>The topic's name belongs to this topic now: what is read of another one is looked at anew.</summary>
    public void Found(UInt128 topicId)
    {
        lock (gate)
        {
            foreach (var partition in partitions.Values.Where(partition => partition.Phase == PartitionPhase.Reading && partition.Fingerprint.TopicId != topicId))
                Recheck(partition);
        }
    }

    /// <summary>Notes where a log ends, as the consumer has heard.</summary>
    public void Heard(KafkaPartition partition, long low, long high)
    {
        lock (gate)
            partition.Log = partition.Log with { Low = Math.Max(low, partition.Log.Low), High = Math.Max(high, partition.Log.High) };
    }

    /// <summary>The partitions whose logs are to be looked at now.</summary>
    public IReadOnlyList<KafkaPartition> ToInspect(bool all)
    {
        lock (gate)
            return [.. partitions.Values.Where(partition => all || partition.Phase is PartitionPhase.Inspecting or PartitionPhase.Held)];
    }

    public void Inspected(KafkaPartition partition, PartitionLog log)
    {
        lock (gate)
        {
            if (partition.IsGone)
                return;
            partition.Log = log;
            switch (partition.Phase)
            {
                case PartitionPhase.Inspecting:
                    Announce(partition);
                    break;
                case PartitionPhase.Reading when log.TopicId != partition.Fingerprint.TopicId:
                    AnnounceAgain(partition);
                    break;
                case PartitionPhase.Held:
                    LookAgain(partition);
                    break;
            }
        }
    }

    public IReadOnlyList<PartitionDescriptor> TakeAnnounced()
    {
        lock (gate)
        {
            // One that was withdrawn and announced since the pump asked what was withdrawn waits until it has heard that.
            var taken = announced.Where(partition => !withdrawn.ContainsKey(partition.Name)).ToArray();
            announced.RemoveAll(partition => taken.Contains(partition));
            return [.. taken.Select(partition => new PartitionDescriptor(partition.Name, partition.Name, options.BootstrapServers, partition.Fingerprint.ToBytes()))];
        }
    }

    public IReadOnlyList<string> TakeWithdrawn()
    {
        lock (gate)
        {
            if (withdrawn.Count == 0)
                return [];
            var taken = withdrawn.Keys.ToArray();
            withdrawn.Clear();
            return taken;
        }
    }

    /// <summary>Decides what becomes of a partition whose books are known.</summary>
    public PartitionStart Open(KnownPartition books)
    {
        var stored = KafkaFingerprint.Parse(books.Descriptor.Fingerprint) ?? throw new KafkaSourceException(
            $"the books of {books.Descriptor.Partition} were kept by a newer version of the monitor, or not for a topic: start that version, or give the topic another database");
        lock (gate)
        {
            if (!TryFind(books.Descriptor.Partition, out var partition))
                return PartitionStart.At(books);
            (partition.Stored, partition.Committed) = (stored, books.Committed);
            return Decide(partition, Verdict.Of(stored, books.Committed, partition.Log, options.AcceptLoss));
        }
    }

    /// <summary>Starts a partition that is read again from what is committed now.</summary>
    public PartitionStart Rewind(KnownPartition books)
    {
        lock (gate)
        {
            var stored = KafkaFingerprint.Parse(books.Descriptor.Fingerprint);
            if (TryFind(books.Descriptor.Partition, out var partition)
                && partition.Phase == PartitionPhase.Reading
                && stored is { IsContinued: false, CutAt: KafkaFingerprint.NotCut }
                && stored.Value.TopicId == partition.Fingerprint.TopicId)
            {
                partition.Committed = books.Committed;
                var offset = Math.Max(books.Committed, partition.OpenedAt);
                Move(partition, offset);
                return new PartitionStart(offset, IsCommitted: offset == books.Committed);
            }
        }

        return Open(books);
    }

    public void Hold(string name)
    {
        lock (gate)
        {
            if (TryFind(name, out var partition))
                Move(partition, null);
        }
    }

    public byte[] FingerprintAt(string name, long offset)
    {
        lock (gate)
        {
            // What was read of a partition may be sealed before the pump hears that it was withdrawn. Whatever was announced
            // under its name since, it was read before that.
            return withdrawn.TryGetValue(name, out var former) ? former : FingerprintOf(byName[name], offset);
        }
    }

    /// <summary>Notes a commit. Returns the partition if its offset is to be told to the group.</summary>
    public KafkaPartition? Committed(string name, long offset)
    {
        lock (gate)
        {
            if (!TryFind(name, out var partition))
                return null;
            partition.Committed = offset;
            if (partition.Phase == PartitionPhase.Reading)
                return partition;
            if (partition.Phase == PartitionPhase.Storing)
                Stored(partition);
            return null;
        }
    }

    /// <summary>Until the pump has heard that a partition was withdrawn, what it says of it is meant for the one before.</summary>
    private bool TryFind(string name, [NotNullWhen(true)] out KafkaPartition? partition) =>
        byName.TryGetValue(name, out partition) && !withdrawn.ContainsKey(name);

    private static byte[] FingerprintOf(KafkaPartition partition, long offset) => (partition.Phase == PartitionPhase.Reading
        ? partition.Fingerprint with { End = Math.Max(partition.Log.High, offset) }
        : partition.Fingerprint).ToBytes();

    private PartitionStart Decide(KafkaPartition partition, Verdict verdict)
    {
        var here = new PartitionStart(partition.Committed, IsCommitted: true);
        if (verdict.Loss is not null)
            Note(partition, verdict);
        else
            (partition.Loss, partition.LossSince, partition.LossReported) = (null, null, null);
        if (verdict.NeedsPatience && !IsBelieved(partition))
        {
            // Books that were just asked for may be ahead of a log that was looked at before: look again at once.
            partition.Phase = PartitionPhase.Held;
            WakeInspector();
            return here;
        }

        switch (verdict.Kind)
        {
            case VerdictKind.Read or VerdictKind.Jump:
                (partition.Fingerprint, partition.OpenedAt, partition.Phase) = (verdict.Fingerprint, verdict.Offset, PartitionPhase.Reading);
                if (verdict.Loss is not null)
                    logger.LossAccepted(partition.Title, partition.Loss!.Messages, verdict.Offset);
                else if (verdict.Kind == VerdictKind.Jump && partition.Committed == 0)
                    NoteBeginning(partition, verdict.Offset);
                (partition.Loss, partition.LossSince, partition.LossReported) = (null, null, null);
                Move(partition, verdict.Offset);
                return new PartitionStart(verdict.Offset, verdict.Kind == VerdictKind.Read);
            case VerdictKind.Mark or VerdictKind.Continue:
                (partition.Fingerprint, partition.Phase) = (verdict.Fingerprint, PartitionPhase.Storing);
                return here with { IsCommitted = false };
            case VerdictKind.Continued:
                Continue(partition, partition.Stored);
                return here;
            default:
                partition.Phase = PartitionPhase.Held;
                Report(partition);
                return here;
        }
    }

    private void NoteBeginning(KafkaPartition partition, long offset)
    {
        if (offset > partition.Log.Low && options.StartTime is not null)
            logger.BeginsAtTime(partition.Title, offset, options.StartAt);
        else
            logger.BeginsLater(partition.Title, offset);
    }

    /// <summary>A finding is stored: the partition goes on under its next name, or stands still.</summary>
    private void Stored(KafkaPartition partition)
    {
        partition.Stored = partition.Fingerprint;
        if (partition.Fingerprint.IsContinued)
        {
            logger.LossAccepted(partition.Title, partition.Loss!.Messages, Verdict.StartAfter(partition.Fingerprint, partition.Log));
            Continue(partition, partition.Fingerprint);
            return;
        }

        partition.Phase = PartitionPhase.Held;
        Report(partition);
    }

    private void Continue(KafkaPartition partition, KafkaFingerprint former)
    {
        Withdraw(partition);
        partition.StartNextGeneration(former);
        partition.Phase = PartitionPhase.Inspecting;
        WakeInspector();
    }

    private void LookAgain(KafkaPartition partition)
    {
        var verdict = Verdict.Of(partition.Stored, partition.Committed, partition.Log, options.AcceptLoss);
        var isSettled = verdict.Loss is not null && verdict.Kind == VerdictKind.Hold;
        if (isSettled)
            Note(partition, verdict);
        if (isSettled && (!verdict.NeedsPatience || IsBelieved(partition)))
            Report(partition);
        else if (!isSettled && (verdict.Loss is null || IsBelieved(partition)))
            AnnounceAgain(partition);
    }

    private void AnnounceAgain(KafkaPartition partition)
    {
        Withdraw(partition);
        Announce(partition);
    }

    private bool IsBelieved(KafkaPartition partition) =>
        partition.LossSince is { } since && time.GetElapsedTime(since) >= options.LossPatience;

    private void Note(KafkaPartition partition, Verdict verdict)
    {
        partition.Loss = PartitionLoss.Of(partition.Title, verdict, partition.Stored, partition.Committed, partition.Log);
        partition.LossSince ??= time.GetTimestamp();
    }

    private void Report(KafkaPartition partition)
    {
        if (partition.LossReported is { } last && time.GetElapsedTime(last) < ReportInterval)
            return;
        partition.LossReported = time.GetTimestamp();
        logger.Lost(partition.Loss!.Message);
    }

    private void Announce(KafkaPartition partition)
    {
        partition.Fingerprint = partition.Log.First(partition.Former is { } former ? Verdict.StartAfter(former, partition.Log) : Math.Max(partition.Log.Low, partition.Log.Begin));
        partition.Phase = PartitionPhase.Announced;
        byName[partition.Name] = partition;
        announced.Add(partition);
    }

    private void Withdraw(KafkaPartition partition)
    {
        announced.Remove(partition);
        if (byName.Remove(partition.Name))
            withdrawn.TryAdd(partition.Name, FingerprintOf(partition, partition.Committed));
        Move(partition, null);
    }

    private void Move(KafkaPartition partition, long? readFrom)
    {
        partition.Move(readFrom);
        Moved.Enqueue(partition);
    }

    private void Drop(int number)
    {
        if (!partitions.Remove(number, out var partition))
            return;
        Withdraw(partition);
        partition.IsGone = true;
    }
}
