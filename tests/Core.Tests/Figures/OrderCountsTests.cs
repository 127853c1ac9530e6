using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests.Figures;

public sealed class OrderCountsTests
{
    [Fact]
    public void Merge_SumsAbove64Bits_AreExact()
    {
        var counts = new OrderCounts();
        for (var order = 0; order < 4; order++)
            counts.Add(new Notification { Succeeded = true, AmountFen = 999_999_999_999_999 });
        UInt128 expected = 4 * (UInt128)999_999_999_999_999;
        for (var doubling = 0; doubling < 57; doubling++)
        {
            var same = counts;
            OrderCounts.Merge(ref counts, in same);
            expected *= 2;
        }

        var writer = new FormWriter();
        OrderCounts.Write(writer, counts);
        var reader = new FormReader(writer.Written);
        Assert.True(expected > (UInt128)ulong.MaxValue * ulong.MaxValue / 1_000_000);
        Assert.Equal(expected, OrderCounts.Read(ref reader).AmountFen);
    }
}
