using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class PartitionBooksTests
{
    private const string Partition = "JsonData-0";
    private static readonly RejectedLine Rejected = new(3, RejectReason.NotAnObject, "***", new DateTimeOffset(2017, 4, 12, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryRow ledgerRow = new();
    private readonly MemoryRow rejectsRow = new();
    private readonly MemorySnapshots snapshots = new();
    private int reloads;

    [Fact]
    public async Task OpenAsync_UnknownPartition_IsStoredBeforeItIsAnswered()
    {
        var ledger = await Load().OpenAsync("orders.log", "here", [1]);

        Assert.Equal(("orders.log", 0), (ledger.Source, ledger.Committed));
        Assert.Equal(ledgerRow.Form, snapshots.Forms[PartitionKeys.Source(Partition)]);
    }

    [Fact]
    public async Task OpenAsync_KnownPartition_IsAnsweredAsItIsStored()
    {
        await Load().OpenAsync("orders.log", "here", [1]);
        ledgerRow.Fails = true;

        Assert.Equal("here", (await Load().OpenAsync("orders.log", "there", [2])).Location);
    }

    [Fact]
    public async Task CommitAsync_RangeFollows_IsStoredWithItsRejectedLines()
    {
        var books = await OpenedAsync();

        Assert.Equal(5, await books.CommitAsync(Range(0, 5), [Rejected]));

        Assert.Equal(5, SourceLedger.Decode(ledgerRow.Form).Committed);
        Assert.Equal([Rejected], RejectedLines.Decode(rejectsRow.Form).Lines);
        Assert.Equal(rejectsRow.Form, snapshots.Forms[PartitionKeys.Rejects(Partition)]);
    }

    [Fact]
    public async Task CommitAsync_RangeStartsElsewhere_TellsWhereTheBooksStandAndKeepsNothingOfIt()
    {
        var books = await OpenedAsync();

        Assert.Equal(0, await books.CommitAsync(Range(2, 5), [Rejected]));

        Assert.Null(rejectsRow.Form);
        Assert.Equal(0, SourceLedger.Decode(ledgerRow.Form).Committed);
    }

    [Fact]
    public async Task CommitAsync_NeverOpened_GivesNothing() => Assert.Null(await Load().CommitAsync(Range(0, 5), []));

    [Fact]
    public async Task CommitAsync_RejectedLinesCannotBeStored_CommitsNothing()
    {
        var books = await OpenedAsync();
        rejectsRow.Fails = true;

        await Assert.ThrowsAsync<IOException>(() => books.CommitAsync(Range(0, 5), [Rejected]));

        Assert.Equal(0, SourceLedger.Decode(ledgerRow.Form).Committed);
        await AnswersNobodyAsync(books);
    }

    [Fact]
    public async Task CommitAsync_LedgerCannotBeStored_IsLoadedAgainAndAnswersNobody()
    {
        var books = await OpenedAsync();
        ledgerRow.Fails = true;

        await Assert.ThrowsAsync<IOException>(() => books.CommitAsync(Range(0, 5), []));

        await AnswersNobodyAsync(books);
    }

    private async Task AnswersNobodyAsync(PartitionBooks books)
    {
        Assert.Equal(1, reloads);
        (ledgerRow.Fails, rejectsRow.Fails) = (false, false);
        await Assert.ThrowsAsync<InvalidOperationException>(() => books.OpenAsync("orders.log", "here", []));
        await Assert.ThrowsAsync<InvalidOperationException>(() => books.CommitAsync(Range(0, 5), []));
    }

    private async Task<PartitionBooks> OpenedAsync()
    {
        var books = Load();
        await books.OpenAsync("orders.log", "here", [1]);
        return books;
    }

    private PartitionBooks Load() => new(Partition, ledgerRow, rejectsRow, snapshots, TimeProvider.System, () => reloads++);

    private static SourceCommit Range(long from, long to) => new(from, to, new(), "here", [1]);
}
