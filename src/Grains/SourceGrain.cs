using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Grains;

/// <summary>The shell around a <see cref="SourceLedger"/> and the <see cref="RejectedLines"/> of its partition.</summary>
public sealed partial class SourceGrain(
    [PersistentState(StateNames.Source, StateNames.Storage)] IPersistentState<StateRow> ledgerState,
    [PersistentState(StateNames.Rejects, StateNames.Storage)] IPersistentState<StateRow> rejectsState,
    ISnapshotPublisher snapshots,
    TimeProvider time,
    ILogger<SourceGrain> logger) : Grain, ISourceGrain
{
    private SourceLedger? ledger;

    // Whether the memory may differ from what is stored: until the grain is loaded again it answers nobody.
    private bool isStale;
    private RejectedLines rejects = new();

    private string Partition => PartitionKeys.PartitionOfSource(this.GetPrimaryKeyString())
        ?? throw new ArgumentException($"{this.GetPrimaryKeyString()} names no source");

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            ledger = ledgerState.RecordExists ? SourceLedger.Decode(ledgerState.State.Form) : null;
            rejects = rejectsState.RecordExists ? RejectedLines.Decode(rejectsState.State.Form) : new RejectedLines();
        }
        catch (FormatException exception)
        {
            // Its feeders wait until a silo has it that can read it.
            LogUnreadable(logger, Partition, exception.Message);
            throw;
        }

        // A write whose success was in doubt may have taken place without having been published.
        if (ledgerState.RecordExists)
            snapshots.Publish(this.GetPrimaryKeyString(), ledgerState.State.Form);
        if (rejectsState.RecordExists)
            snapshots.Publish(PartitionKeys.Rejects(Partition), rejectsState.State.Form);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<SourceBooks> OpenAsync(SourceDescription description)
    {
        ThrowIfStale();
        if (ledger is null)
        {
            ledger = new SourceLedger(description.Source, description.Location, description.Fingerprint);
            ledger.Changed(time.GetUtcNow());
            await StoreLedgerAsync(ledger);
        }

        return new SourceBooks(ledger.Committed, new SourceDescription(ledger.Source, ledger.Location, ledger.Fingerprint));
    }

    /// <inheritdoc/>
    public async Task<long> CommitAsync(CommitMessage commit)
    {
        ThrowIfStale();
        if (ledger is null)
            throw new InvalidOperationException($"{Partition} was never opened");
        if (commit.From != ledger.Committed)
            return ledger.Committed;

        // Rejected lines go first: storing them again is harmless, committing without them would lose them.
        await AddRejectsAsync(commit.Rejects);
        var reader = new FormReader(commit.Counts);
        var taken = new SourceCommit(
            commit.From, commit.To, LineCounts.ReadFrom(ref reader), commit.Description.Location, commit.Description.Fingerprint);
        if (ledger.TryCommit(taken, time.GetUtcNow()))
            await StoreLedgerAsync(ledger);
        return ledger.Committed;
    }

    private void ThrowIfStale()
    {
        if (isStale)
            throw new InvalidOperationException($"{Partition} is being loaded again");
    }

    private async Task AddRejectsAsync(byte[] form)
    {
        if (form.Length == 0 || !rejects.Add(RejectedLines.Decode(form).Lines))
            return;
        var stored = rejects.Encode();
        await StoreAsync(rejectsState, stored);
        snapshots.Publish(PartitionKeys.Rejects(Partition), stored);
    }

    private async Task StoreLedgerAsync(SourceLedger changed)
    {
        var stored = changed.Encode();
        await StoreAsync(ledgerState, stored);
        snapshots.Publish(this.GetPrimaryKeyString(), stored);
    }

    private async Task StoreAsync(IPersistentState<StateRow> state, byte[] form)
    {
        state.State = new StateRow { Form = form };
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // Whether the write took place is not known: load what is stored before anything else.
            isStale = true;
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(2004, LogLevel.Error, "{Partition} cannot be fed through this silo: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string partition, string reason);
}
