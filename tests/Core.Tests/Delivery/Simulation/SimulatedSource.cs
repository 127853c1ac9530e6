using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Core.Tests.Delivery.Simulation;

/// <summary>The shell that a grain is around a <see cref="SourceLedger"/> and its <see cref="RejectedLines"/>.</summary>
internal sealed class SimulatedSource
{
    private readonly string partition;
    private readonly SimulatedStore store;
    private readonly Variant variant;
    private readonly SourceLedger ledger;
    private readonly RejectedLines rejects;
    private int ledgerEtag;
    private int rejectsEtag;

    public SimulatedSource(string partition, SimulatedStore store, Variant variant)
    {
        (this.partition, this.store, this.variant) = (partition, store, variant);
        (ledgerEtag, var form) = store.Read(PartitionKeys.Source(partition));
        ledger = form is null ? new SourceLedger(partition, "somewhere", []) : SourceLedger.Decode(form);
        (rejectsEtag, form) = store.Read(PartitionKeys.Rejects(partition));
        rejects = form is null ? new RejectedLines() : RejectedLines.Decode(form);
    }

    public long Committed => ledger.Committed;

    /// <summary>Stores a range and answers the committed offset.</summary>
    public long Commit(SealedRange range)
    {
        var from = variant == Variant.CommitsAnyRange ? ledger.Committed : range.From;
        if (from != ledger.Committed || range.To < from)
            return ledger.Committed;
        if (variant != Variant.RejectsLast)
            Reject(range);
        if (ledger.TryCommit(new SourceCommit(from, range.To, range.Counts, "elsewhere", []), DateTimeOffset.UnixEpoch))
            ledgerEtag = store.Write(PartitionKeys.Source(partition), ledgerEtag, ledger.Encode());
        if (variant == Variant.RejectsLast)
            Reject(range);
        return ledger.Committed;
    }

    private void Reject(SealedRange range)
    {
        if (rejects.Add(range.Rejects))
            rejectsEtag = store.Write(PartitionKeys.Rejects(partition), rejectsEtag, rejects.Encode());
    }
}
