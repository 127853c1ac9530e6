using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Grains;

/// <summary>The shell around the <see cref="PartitionBooks"/> of a partition: it is deactivated when they are to be loaded again.</summary>
public sealed partial class SourceGrain(
    [PersistentState(StateNames.Source, StateNames.Storage)] IPersistentState<StateRow> ledgerState,
    [PersistentState(StateNames.Rejects, StateNames.Storage)] IPersistentState<StateRow> rejectsState,
    ISnapshotPublisher snapshots,
    TimeProvider time,
    ILogger<SourceGrain> logger) : Grain, ISourceGrain
{
    private PartitionBooks books = null!;

    private string Partition => PartitionKeys.PartitionOfSource(this.GetPrimaryKeyString())
        ?? throw new ArgumentException($"{this.GetPrimaryKeyString()} names no source");

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            books = new PartitionBooks(Partition, new StateForm(ledgerState), new StateForm(rejectsState), snapshots, time, DeactivateOnIdle);
        }
        catch (FormatException exception)
        {
            // Its feeders wait until a silo has it that can read it.
            LogUnreadable(logger, Partition, exception.Message);
            throw;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<SourceBooks> OpenAsync(SourceDescription description)
    {
        var ledger = await books.OpenAsync(description.Source, description.Location, description.Fingerprint);
        return new SourceBooks(ledger.Committed, new SourceDescription(ledger.Source, ledger.Location, ledger.Fingerprint));
    }

    /// <inheritdoc/>
    public async Task<long> CommitAsync(CommitMessage commit)
    {
        var reader = new FormReader(commit.Counts);
        var taken = new SourceCommit(
            commit.From, commit.To, LineCounts.ReadFrom(ref reader), commit.Description.Location, commit.Description.Fingerprint);
        var rejects = commit.Rejects.Length == 0 ? [] : RejectedLines.Decode(commit.Rejects).Lines;
        return await books.CommitAsync(taken, rejects) ?? throw new InvalidOperationException($"{Partition} was never opened");
    }

    [LoggerMessage(2004, LogLevel.Error, "{Partition} cannot be fed through this silo: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string partition, string reason);
}
