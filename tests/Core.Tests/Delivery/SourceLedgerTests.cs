using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class SourceLedgerTests
{
    private readonly SourceLedger ledger = new("a.log", "/a.log", [1]);

    [Fact]
    public void TryCommit_RangeFromTheCommittedOffset_IsTaken()
    {
        Assert.True(ledger.TryCommit(Range(0, 10), DateTimeOffset.UnixEpoch));
        Assert.True(ledger.TryCommit(Range(10, 15), DateTimeOffset.UnixEpoch));
        Assert.Equal((15, 2, 2), (ledger.Committed, ledger.Counts.Lines, ledger.Revision));
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(5, 20)]
    [InlineData(11, 20)]
    [InlineData(10, 9)]
    public void TryCommit_OtherRange_ChangesNothing(long from, long to)
    {
        ledger.TryCommit(Range(0, 10), DateTimeOffset.UnixEpoch);
        var before = ledger.Encode();

        Assert.False(ledger.TryCommit(Range(from, to), DateTimeOffset.UtcNow));
        Assert.Equal(before, ledger.Encode());
    }

    private static SourceCommit Range(long from, long to)
    {
        var counts = new LineCounts();
        counts.Add(LineOutcome.Blank, default);
        return new SourceCommit(from, to, counts, "/b.log", [2]);
    }
}
