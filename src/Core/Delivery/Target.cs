using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Delivery;

/// <summary>What a target did with a batch.</summary>
public enum ApplyResult
{
    /// <summary>Its notifications at or above the applied offset were counted.</summary>
    Counted,

    /// <summary>All of it was counted before.</summary>
    Repeated,

    /// <summary>Something before it is missing; it was ignored.</summary>
    Gap,
}

/// <summary>
/// The receiving end of the delivery protocol: figures and, for each partition, the offset below which everything that
/// the partition has for this target is in them. Both are one state, stored by one write.
/// </summary>
/// <typeparam name="TTally">The figures.</typeparam>
public sealed class Target<TTally>
    where TTally : class, ITally<TTally>
{
    private readonly TargetId id;
    private readonly SortedDictionary<string, long> applied = new(StringComparer.Ordinal);
    private readonly HashSet<string> gaps = [];

    /// <summary>A target that has counted nothing.</summary>
    public Target(TargetId id)
    {
        this.id = id;
        Tally = TTally.Empty;
    }

    /// <summary>A target as it was stored.</summary>
    /// <exception cref="FormatException">The bytes are no such form, or one of a newer version.</exception>
    public Target(TargetId id, ReadOnlySpan<byte> stored)
    {
        this.id = id;
        var reader = new FormReader(stored);
        var published = PublishedForm.Read(ref reader, id, out var version);
        (Revision, AsOf) = (published.Revision, published.AsOf);
        Tally = TTally.ReadFrom(ref reader, version);
        var partitions = reader.ReadCount(int.MaxValue);
        for (var index = 0; index < partitions; index++)
        {
            var partition = reader.ReadText(DeliveryLimits.MaxPartitionBytes);
            if (!applied.TryAdd(partition, reader.ReadCount()))
                throw new FormatException($"{id} names partition {partition} twice");
        }

        reader.ReadEnd();
    }

    /// <summary>The figures, counted so far.</summary>
    public TTally Tally { get; }

    /// <summary>Grows by one with every stored change.</summary>
    public long Revision { get; private set; }

    /// <summary>When the figures were last stored.</summary>
    public DateTimeOffset AsOf { get; private set; }

    /// <summary>Whether something was counted that is not stored yet.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>The offset below which everything of a partition is counted.</summary>
    public long Applied(string partition) => applied.GetValueOrDefault(partition);

    /// <summary>Whether a batch of the partition was ignored since one was last counted, because something before it is missing.</summary>
    public bool HasGap(string partition) => gaps.Contains(partition);

    /// <summary>Counts an event's batches. Returns the least of what was done with them: a gap if one had a gap.</summary>
    /// <exception cref="FormatException">
    /// The bytes are no event. Part of it may have been counted: the target must be loaded again from its stored state.
    /// </exception>
    public ApplyResult Apply(ReadOnlySpan<byte> payload)
    {
        var result = ApplyResult.Repeated;
        var reader = new BatchReader(id, payload);
        while (reader.TryNextBatch(out var head))
        {
            result = Apply(ref reader, head) switch
            {
                ApplyResult.Gap => ApplyResult.Gap,
                ApplyResult.Counted when result != ApplyResult.Gap => ApplyResult.Counted,
                _ => result,
            };
        }

        return result;
    }

    /// <summary>The state to store. Once it is durable, <see cref="Stored"/> must be called.</summary>
    /// <param name="now">The time of the write.</param>
    public byte[] Encode(DateTimeOffset now)
    {
        var writer = new FormWriter();
        PublishedForm.Write(writer, id, Revision + 1, now);
        Tally.WriteTo(writer);
        writer.WriteCount(applied.Count);
        foreach (var (partition, offset) in applied)
        {
            writer.WriteText(partition);
            writer.WriteCount(offset);
        }

        return writer.ToArray();
    }

    /// <summary>What was last encoded is durable.</summary>
    /// <param name="now">The time given to <see cref="Encode"/>.</param>
    public void Stored(DateTimeOffset now)
    {
        Revision++;
        AsOf = now;
        IsDirty = false;
    }

    /// <summary>Drops what a day that is no longer kept need not have. Returns whether the target is wanted at all.</summary>
    public bool Retire()
    {
        IsDirty = true;
        return Tally.Retire();
    }

    private ApplyResult Apply(scoped ref BatchReader reader, BatchHead head)
    {
        var from = Math.Max(Applied(head.Partition), head.Committed);
        var isGap = head.PreviousEnd > from;
        var isRepeat = head.End <= from;
        while (reader.TryNext(out var offset, out var notification))
        {
            if (!isGap && !isRepeat && offset >= from)
                Tally.Add(notification);
        }

        if (isGap && !isRepeat)
        {
            gaps.Add(head.Partition);
            return ApplyResult.Gap;
        }

        gaps.Remove(head.Partition);
        if (isRepeat)
        {
            // Below the committed offset everything is durable everywhere, whoever brought it.
            applied[head.Partition] = from;
            return ApplyResult.Repeated;
        }

        applied[head.Partition] = head.End;
        IsDirty = true;
        return ApplyResult.Counted;
    }
}
