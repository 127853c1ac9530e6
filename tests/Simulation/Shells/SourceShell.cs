using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>The committed offset of a partition.</summary>
internal sealed record Books(long Committed);

/// <summary>The shell that a grain is around a <see cref="SourceLedger"/> and its <see cref="RejectedLines"/>.</summary>
internal sealed class SourceShell(SimulatedWorld world, SimulatedProcess silo, string partition) : Activation(world, silo, PartitionKeys.Source(partition))
{
    private readonly string rejectsKey = PartitionKeys.Rejects(partition);
    private SourceLedger? ledger;
    private RejectedLines rejects = new();
    private int ledgerEtag;
    private int rejectsEtag;

    public Task<Books?> OpenAsync() => AnswerAsync(async () =>
    {
        if (ledger is not null)
            return new Books(ledger.Committed);
        ledger = new SourceLedger(partition, "somewhere", []);
        ledger.Changed(World.WallClock);
        return await StoreLedgerAsync(ledger) ? new Books(ledger.Committed) : null;
    });

    public Task<Books?> CommitAsync(SealedRange range) => AnswerAsync(async () =>
    {
        if (ledger is null)
            return null;
        if (!Follows(range, ledger.Committed))
        {
            World.Trace?.Add($"{Key} stands at {ledger.Committed} and does not take [{range.From}, {range.To})");
            return new Books(ledger.Committed);
        }

        if (!World.Breaks(Variant.StoresRejectsLast) && !await AddRejectsAsync(range))
            return null;
        var (from, to) = (ledger.Committed, Math.Max(range.To, ledger.Committed));
        if (!ledger.TryCommit(new SourceCommit(from, to, range.Counts, "elsewhere", []), World.WallClock))
            throw new InvalidOperationException($"{Key} at {from} does not take [{from}, {to})");
        if (!await StoreLedgerAsync(ledger))
            return null;
        if (World.Breaks(Variant.StoresRejectsLast) && !await AddRejectsAsync(range))
            return null;
        return new Books(ledger.Committed);
    });

    protected override async Task LoadAsync()
    {
        if (await World.Store.ReadAsync(Silo, Key) is { } row)
        {
            (ledgerEtag, ledger) = (row.Etag, SourceLedger.Decode(row.Form));
            World.Published.Publish(Key, row.Form);
        }

        if (await World.Store.ReadAsync(Silo, rejectsKey) is { } rejectsRow)
        {
            (rejectsEtag, rejects) = (rejectsRow.Etag, RejectedLines.Decode(rejectsRow.Form));
            World.Published.Publish(rejectsKey, rejectsRow.Form);
        }
    }

    private bool Follows(SealedRange range, long committed) => World.Variant switch
    {
        Variant.CommitsAnyRange => true,
        Variant.CommitsWhatEndsLater => range.To > committed,
        _ => range.From == committed,
    };

    private async Task<bool> AddRejectsAsync(SealedRange range)
    {
        if (!rejects.Add(range.Rejects))
            return true;
        var form = rejects.Encode();
        rejectsEtag = await WriteAsync(rejectsKey, rejectsEtag, form);
        return Stored(rejectsKey, form, rejectsEtag > 0);
    }

    private async Task<bool> StoreLedgerAsync(SourceLedger changed)
    {
        var form = changed.Encode();
        var version = await WriteAsync(Key, ledgerEtag, form);
        if (version == 0 && World.Breaks(Variant.LedgerKeepsMemoryAfterFailedWrites))
        {
            ledgerEtag = World.Store.Rows.GetValueOrDefault(Key).Etag;
            return false;
        }

        ledgerEtag = version;
        return Stored(Key, form, version > 0);
    }

    private bool Stored(string rowKey, byte[] form, bool isStored)
    {
        if (isStored)
            World.Published.Publish(rowKey, form);
        else
            Deactivate();
        return isStored;
    }
}
