namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// The <see cref="SourceLedger"/> of a partition and its <see cref="RejectedLines"/>, with their rows: what is committed is
/// stored, and published when it is stored. Its calls must not interleave. Once its memory may differ from a row it answers
/// nobody.
/// </summary>
public sealed class PartitionBooks
{
    private readonly string partition;
    private readonly PublishedRow ledgerRow;
    private readonly PublishedRow rejectsRow;
    private readonly RejectedLines rejects;
    private readonly TimeProvider time;
    private readonly Action reload;

    private SourceLedger? ledger;
    private bool isStale;

    /// <summary>Loads the books of a partition and publishes what is stored of them.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="ledgerRow">The ledger's row.</param>
    /// <param name="rejectsRow">The row of rejected lines, which is written only when there are new ones.</param>
    /// <param name="snapshots">What readers see.</param>
    /// <param name="time">The clock.</param>
    /// <param name="reload">Has the holder make this object anew from the rows before anybody is answered again.</param>
    /// <exception cref="FormatException">A row holds no such form, or one of a newer version.</exception>
    public PartitionBooks(
        string partition, IGuardedRow ledgerRow, IGuardedRow rejectsRow, ISnapshotPublisher snapshots, TimeProvider time, Action reload)
    {
        (this.partition, this.time, this.reload) = (partition, time, reload);
        ledger = ledgerRow.Form is { } ledgerForm ? SourceLedger.Decode(ledgerForm) : null;
        rejects = rejectsRow.Form is { } rejectsForm ? RejectedLines.Decode(rejectsForm) : new RejectedLines();
        this.ledgerRow = new PublishedRow(PartitionKeys.Source(partition), ledgerRow, snapshots);
        this.rejectsRow = new PublishedRow(PartitionKeys.Rejects(partition), rejectsRow, snapshots);
        this.ledgerRow.PublishAsRead();
        this.rejectsRow.PublishAsRead();
    }

    /// <summary>Makes the partition known for good, if it is not, and gives its ledger as it is stored.</summary>
    /// <param name="source">What operators call it.</param>
    /// <param name="location">Where it was found.</param>
    /// <param name="fingerprint">What tells whether an offset belongs to it.</param>
    public async Task<SourceLedger> OpenAsync(string source, string location, byte[] fingerprint)
    {
        ThrowIfStale();
        if (ledger is null)
        {
            ledger = new SourceLedger(source, location, fingerprint);
            ledger.Changed(time.GetUtcNow());
            await StoreAsync(ledgerRow, ledger.Encode());
        }

        return ledger;
    }

    /// <summary>
    /// Stores a commit if it starts at the committed offset. Gives the committed offset: another one than the commit's end
    /// means that it was not taken. Gives nothing where the partition was never opened.
    /// </summary>
    /// <param name="commit">The range.</param>
    /// <param name="rejected">Its newest rejected lines, masked.</param>
    public async Task<long?> CommitAsync(SourceCommit commit, IReadOnlyCollection<RejectedLine> rejected)
    {
        ThrowIfStale();
        if (ledger is null || commit.From != ledger.Committed)
            return ledger?.Committed;

        // Rejected lines go first: storing them again is harmless, committing without them would lose them.
        if (rejects.Add(rejected))
            await StoreAsync(rejectsRow, rejects.Encode());
        if (ledger.TryCommit(commit, time.GetUtcNow()))
            await StoreAsync(ledgerRow, ledger.Encode());
        return ledger.Committed;
    }

    private void ThrowIfStale()
    {
        if (isStale)
            throw new InvalidOperationException($"{partition} is being loaded again");
    }

    private async Task StoreAsync(PublishedRow row, byte[] form)
    {
        try
        {
            await row.WriteAsync(form);
        }
        catch
        {
            // Whether the write took place is not known: what is stored is to be loaded before anything else.
            isStale = true;
            reload();
            throw;
        }
    }
}
