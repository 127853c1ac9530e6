using System.Text;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Core.Tests.Figures;

public sealed class TallyAllocationTests
{
    private readonly NotificationParser parser = new();

    [Fact]
    public void Add_WarmTally_AllocatesNothing()
    {
        var lines = Lines().Select(Encoding.UTF8.GetBytes).ToArray();
        Assert.True(ChinaTimeDay(out var day));
        var tally = new DayTally(day);
        AddAll(tally, lines, 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AddAll(tally, lines, 20);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(lines.Length * 22, Enumerable.Range(0, 5).Sum(service => tally.CallsInMinutes((Service)service)));
    }

    private static bool ChinaTimeDay(out DateOnly day) => Core.Lines.ChinaTime.TryParseDay("20170412", out day);

    private static IEnumerable<string> Lines()
    {
        // More keys than are kept, and durations enough for a whole table.
        for (var number = 0; number < 500; number++)
        {
            yield return SampleLine.Order(
                ("gateway_id", $"\"g{number}\""), ("provinceCode", $"\"{number}\""), ("interFacRst", $"\"{number % 100:0000}\""),
                ("receiveNotifyTime", $"\"201704120301{number % 60:00}{number:000}\""));
            yield return SampleLine.Order(("bussinessRst", $"\"{number:0000}\""));
            yield return SampleLine.Payment();
            yield return SampleLine.Request();
        }
    }

    private void AddAll(DayTally tally, byte[][] lines, int times)
    {
        for (var turn = 0; turn < times; turn++)
        {
            foreach (var line in lines)
            {
                parser.Parse(line, out var notification, out _);
                tally.Add(notification);
            }
        }
    }
}
