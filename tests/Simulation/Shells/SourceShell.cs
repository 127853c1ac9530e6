using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>The committed offset of a partition.</summary>
internal sealed record Books(long Committed);

/// <summary>A grain that holds the <see cref="PartitionBooks"/> of a partition, as the product's grain does.</summary>
internal sealed class SourceShell(SimulatedWorld world, SimulatedProcess silo, string partition) : Activation(world, silo, PartitionKeys.Source(partition))
{
    private PartitionBooks books = null!;

    public Task<Books?> OpenAsync() => AnswerAsync(async () => new Books((await books.OpenAsync(partition, "somewhere", [])).Committed));

    public Task<Books?> CommitAsync(SealedRange range) => AnswerAsync(async () =>
    {
        var commit = new SourceCommit(range.From, range.To, range.Counts, "elsewhere", []);
        var committed = await BrokenCommits.CommitAsync(World.Variant, books, commit, range.Rejects) ?? throw new LostCallException();
        if (committed != range.To)
            World.Trace?.Add($"{Key} stands at {committed} and does not take [{range.From}, {range.To})");
        return new Books(committed);
    });

    protected override async Task LoadAsync()
    {
        var ledger = new SimulatedRow(World, Silo, Key);
        var rejects = new SimulatedRow(World, Silo, PartitionKeys.Rejects(partition));
        await ledger.ReadAsync();
        await rejects.ReadAsync();
        books = new PartitionBooks(partition, new BrokenLedgerRow(World, ledger), rejects, World.Published, Silo.Time, Reload);
    }
}
