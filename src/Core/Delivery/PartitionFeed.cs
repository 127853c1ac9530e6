using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Delivery;

/// <summary>One partition at the sending end: how far it was read, and what was sent of it since the last commit.</summary>
internal sealed class PartitionFeed(string name, int shard, long committed)
{
    /// <summary>What it takes to know for one target how far it was sent: an entry here and one in the sealed range.</summary>
    private const int EndBytes = 80;

    /// <summary>What a kept line takes beside its bytes, and how much more it takes as the masked text that it becomes.</summary>
    private const int RejectOverheadBytes = 100;
    private const int TextBytesPerByte = 2;

    private readonly Dictionary<TargetId, long> ends = [];
    private bool isSet;
    private long rejectBytes;
    private Queue<(long Offset, RejectReason Reason, byte[] Line)> rejects = [];
    private long[] rejectedByReason = new long[RejectReasons.Count];

    public string Name { get; } = name;

    public int Shard { get; } = shard;

    /// <summary>The committed offset, as the source's ledger has it.</summary>
    public long Committed { get; private set; } = committed;

    /// <summary>Everything below was read.</summary>
    public long Position { get; private set; } = committed;

    /// <summary>Whether something is to be committed: lines that were read, or a position that was set.</summary>
    public bool HasNew => Sealed is null && (isSet || Position > Committed);

    /// <summary>What became of the lines read since the last seal.</summary>
    public LineCounts Counts { get; private set; } = new();

    /// <summary>Bytes sent since the last seal.</summary>
    public long BytesSent { get; private set; }

    /// <summary>The range that is being confirmed, if one is.</summary>
    public SealedRange? Sealed { get; private set; }

    /// <summary>Bytes sent and not yet committed, and what is kept with them until then.</summary>
    public long UnconfirmedBytes => BytesSent + rejectBytes + (Sealed?.Bytes ?? 0) + ((long)ends.Count * EndBytes);

    /// <summary>The end of the batch that was last sent to a target, or the committed offset.</summary>
    public long PreviousEnd(TargetId target) => ends.TryGetValue(target, out var end) ? end : Committed;

    public void Sent(TargetId target, int bytes)
    {
        ends[target] = Position;
        BytesSent += bytes;
    }

    /// <summary>Sets the position without lines; the next range commits it even if it is where it was.</summary>
    public void Set(long position) => (Position, isSet) = (position, true);

    public void Read(LineOutcome outcome, Service service, long next)
    {
        Counts.Add(outcome, service);
        Position = next;
    }

    public void Reject(long offset, RejectReason reason, ReadOnlySpan<byte> line)
    {
        rejectedByReason[(int)reason]++;
        if (rejects.Count == DeliveryLimits.MaxRejects)
            rejectBytes -= BytesOf(rejects.Dequeue().Line);

        // One byte more than is kept, so that the mask can tell that the line goes on.
        var kept = line[..Math.Min(line.Length, DeliveryLimits.MaxRejectBytes + 1)].ToArray();
        rejects.Enqueue((offset, reason, kept));
        rejectBytes += BytesOf(kept);
    }

    /// <summary>Closes what was read so far into a range to confirm. All of it has been sent.</summary>
    public SealedRange Seal(DateTimeOffset now)
    {
        var masked = rejects.Select(reject => new RejectedLine(reject.Offset, reject.Reason, PersonalData.Mask(reject.Line), now)).ToArray();
        Sealed = new SealedRange(Name, Committed, Position, Counts, rejectedByReason, masked, ends.ToArray(), BytesSent + rejectBytes);
        (Counts, rejects, rejectBytes, BytesSent, isSet) = (new LineCounts(), [], 0, 0, false);
        rejectedByReason = new long[RejectReasons.Count];
        return Sealed;
    }

    /// <summary>The sealed range is committed.</summary>
    public void Commit()
    {
        if (Sealed is not { } range)
            throw new InvalidOperationException($"{Name} has no range to commit");
        Committed = range.To;
        Sealed = null;
        foreach (var (target, _) in range.Ends)
        {
            if (ends[target] <= Committed)
                ends.Remove(target);
        }

        // A range of thousands of targets may have been the only one of its kind.
        if (ends.Count == 0)
            ends.TrimExcess();
    }

    private static long BytesOf(byte[] line) => RejectOverheadBytes + ((long)line.Length * TextBytesPerByte);
}

/// <summary>A range of a partition that was sent and is to be confirmed by every target that it touched.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="From">Its committed offset.</param>
/// <param name="To">Where the range ends.</param>
/// <param name="Counts">What became of the range's lines.</param>
/// <param name="RejectedByReason">How many lines were rejected for each <see cref="RejectReason"/>.</param>
/// <param name="Rejects">Its newest rejected lines, masked.</param>
/// <param name="Ends">For each target that was touched since <paramref name="From"/>, the offset that it must have applied.</param>
/// <param name="Bytes">How many bytes were sent for it, and what its rejected lines take.</param>
public sealed record SealedRange(
    string Partition,
    long From,
    long To,
    LineCounts Counts,
    IReadOnlyList<long> RejectedByReason,
    IReadOnlyList<RejectedLine> Rejects,
    IReadOnlyList<KeyValuePair<TargetId, long>> Ends,
    long Bytes);
