using CsCheck;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;
using Xunit;
using static System.Text.Encoding;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class FeederTests
{
    private const string Partition = "JsonData-0";
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    /// <summary>What is sent and applied gives what is counted directly, for every kind of target, event size and number of shards.</summary>
    [Fact]
    public void Take_AnyCalls_GivesTargetsTheFiguresOfAPlainCount() => Gen.Select(
        Call.Any.Array[1, 300], Gen.OneOf(Gen.Const(1), Gen.Const(200), Gen.Const(DeliveryLimits.EventBytes)), Gen.Int[1, 3], Gen.Int[1, 3]).Sample(
        (calls, eventBytes, shards, partitions) =>
        {
            var plain = new Recounted();
            var feeder = new Feeder(shards, eventBytes);
            var events = new List<OutgoingEvent>();
            var offsets = new long[partitions];
            for (var partition = 0; partition < partitions; partition++)
                feeder.Open($"JsonData-{partition}", 0);
            for (var number = 0; number < calls.Length; number++)
            {
                var line = calls[number].ToLine();
                var partition = number % 7 % partitions;
                plain.Add(line);
                feeder.Take($"JsonData-{partition}", offsets[partition], offsets[partition] += line.Length, line);
                events.AddRange(feeder.TakeFullEvents());
            }

            events.AddRange(feeder.Seal(Now).Events);
            AssertSame(plain, events);
        },
        iter: 300,
        threads: 1);

    [Fact]
    public void Take_MoreKeysThanABatchNumbers_GivesTheSameFigures()
    {
        var plain = new Recounted();
        var feeder = new Feeder(1);
        feeder.Open(Partition, 0);
        for (var number = 0; number < 2_000; number++)
        {
            var line = UTF8.GetBytes(Oracle.SampleLine.Order(("gateway_id", $"\"g{number % 450}\""), ("bussinessRst", $"\"{number % 300}\"")));
            plain.Add(line);
            feeder.Take(Partition, number, number + 1, line);
        }

        AssertSame(plain, feeder.Seal(Now).Events);
    }

    [Fact]
    public void TakeFullEvents_ManyLines_KeepsEventsSmall()
    {
        var feeder = new Feeder(1);
        feeder.Open(Partition, 0);
        var line = UTF8.GetBytes(Oracle.SampleLine.Order());
        var sizes = new List<int>();
        for (var number = 0; number < 30_000; number++)
        {
            feeder.Take(Partition, number, number + 1, line);
            sizes.AddRange(feeder.TakeFullEvents().Select(sent => sent.Payload.Length));
        }

        Assert.InRange(sizes.Count, 5, 100);
        Assert.All(sizes, size => Assert.InRange(size, DeliveryLimits.EventBytes, DeliveryLimits.EventBytes + 1_000));
        Assert.InRange(feeder.UnconfirmedBytes, sizes.Sum() - (6 * sizes.Count), sizes.Sum());
    }

    [Fact]
    public void Seal_Lines_CountsWhatBecameOfThem()
    {
        var feeder = new Feeder(1);
        feeder.Open(Partition, 100);
        foreach (var (text, offset) in new[] { (Oracle.SampleLine.Order(), 100L), ("x 13800138000", 101), (" ", 102), (Oracle.SampleLine.Order(("serviceName", "\"a\"")), 103) })
            feeder.Take(Partition, offset, offset + 1, UTF8.GetBytes(text));
        var range = Assert.Single(feeder.Seal(Now).Ranges);

        Assert.Equal((100, 104, 4, 1), (range.From, range.To, range.Counts.Lines, range.Counts.Of(Service.ReChargeNotifyReq)));
        Assert.Equal(["m-201704120300-0", "n-20170412-0", "p-200-20170412"], range.Ends.Select(end => end.Key.ToString()).Order());
        Assert.Equal((101L, RejectReason.NotAnObject, "x 138********"), Assert.Single(range.Rejects) is var reject ? (reject.Offset, reject.Reason, reject.Text) : default);
    }

    [Fact]
    public void Seal_MoreRejectsThanAreKept_KeepsTheNewest()
    {
        var feeder = new Feeder(1);
        feeder.Open(Partition, 0);
        for (var number = 0; number < DeliveryLimits.MaxRejects + 10; number++)
            feeder.Take(Partition, number, number + 1, "x"u8);
        var range = Assert.Single(feeder.Seal(Now).Ranges);

        Assert.Equal(DeliveryLimits.MaxRejects + 10, range.Counts.Rejected);
        Assert.Equal(Enumerable.Range(10, DeliveryLimits.MaxRejects).Select(number => (long)number), range.Rejects.Select(reject => reject.Offset));
    }

    [Fact]
    public void Commit_RangeOfAnEarlierOpening_IsIgnored()
    {
        var feeder = new Feeder(1);
        feeder.Open(Partition, 0);
        feeder.Take(Partition, 0, 1, "x"u8);
        var range = Assert.Single(feeder.Seal(Now).Ranges);
        feeder.Open(Partition, 0);
        feeder.Commit(range);
        feeder.Take(Partition, 0, 1, "x"u8);

        Assert.Equal(0, Assert.Single(feeder.Seal(Now).Ranges).From);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(150)]
    public void Skip_NothingRead_IsARangeWithoutLines(long to)
    {
        var feeder = new Feeder(1);
        feeder.Open(Partition, 100);
        feeder.Skip(Partition, to);
        var (events, ranges) = feeder.Seal(Now);
        var range = Assert.Single(ranges);
        feeder.Commit(range);

        Assert.Empty(events);
        Assert.Equal((100, to, 0, 0), (range.From, range.To, range.Counts.Lines, range.Ends.Count));
        Assert.False(feeder.HasUnsealed);
    }

    [Fact]
    public void Skip_BelowWhatWasRead_IsRefused()
    {
        var feeder = new Feeder(1);
        feeder.Open(Partition, 100);
        Assert.Throws<ArgumentOutOfRangeException>(() => feeder.Skip(Partition, 99));
    }

    [Fact]
    public void Close_Partition_ForgetsWhatWasNotCommitted()
    {
        var feeder = new Feeder(1);
        feeder.Open(Partition, 0);
        feeder.Take(Partition, 0, 1, UTF8.GetBytes(Oracle.SampleLine.Order()));
        feeder.Close(Partition);
        feeder.Close(Partition);

        Assert.False(feeder.HasUnsealed);
        Assert.Equal(0, feeder.UnconfirmedBytes);
        Assert.Empty(feeder.Seal(Now).Events);
    }

    /// <summary>A target could not read a state with a longer name again.</summary>
    [Fact]
    public void Open_PartitionWithALongName_IsRefused()
    {
        var feeder = new Feeder(1);
        feeder.Open(new string('p', DeliveryLimits.MaxPartitionBytes), 0);
        Assert.Throws<ArgumentException>(() => feeder.Open(new string('充', 34), 0));
    }

    [Theory]
    [InlineData("JsonData-0", 0)]
    [InlineData("JsonData-4", 1)]
    [InlineData("JsonData-11", 2)]
    [InlineData("a.log", 0)]
    public void Take_Partition_HasTheShardOfItsNameForGood(string partition, int shard)
    {
        var feeder = new Feeder(3);
        feeder.Open(partition, 0);
        feeder.Take(partition, 0, 1, UTF8.GetBytes(Oracle.SampleLine.Payment()));

        Assert.Equal([$"m-201704120300-{shard}", $"n-20170412-{shard}"], feeder.Seal(Now).Events.Select(sent => sent.Target.ToString()).Order());
    }

    private static void AssertSame(Recounted plain, IEnumerable<OutgoingEvent> events)
    {
        var found = plain.Days.Keys.ToDictionary(day => day, day => new DayTally(day));
        foreach (var target in events.GroupBy(sent => sent.Target, sent => sent.Payload))
        {
            switch (target.Key.Kind)
            {
                case TargetKind.National:
                    found[target.Key.Day].National.Merge(Apply<NationalTally>(target.Key, target));
                    break;
                case TargetKind.Province:
                    found[target.Key.Day].Provinces.Merge(Apply<ProvincesTally>(target.Key, target));
                    break;
                default:
                    found[target.Key.Day].AtMinute(target.Key.Number).Merge(Apply<MinuteTally>(target.Key, target));
                    break;
            }
        }

        foreach (var (day, expected) in plain.Days)
        {
            Assert.Equal(Bytes(expected.National.WriteTo), Bytes(found[day].National.WriteTo));
            Assert.Equal(Bytes(expected.Provinces.WriteTo), Bytes(found[day].Provinces.WriteTo));
            for (var minute = 0; minute < DayTally.Minutes; minute++)
                Assert.Equal(expected.Minute(minute) is { } tally ? Bytes(tally.WriteTo) : null, found[day].Minute(minute) is { } other ? Bytes(other.WriteTo) : null);
        }
    }

    private static TTally Apply<TTally>(TargetId id, IEnumerable<byte[]> payloads)
        where TTally : class, ITally<TTally>
    {
        var target = new Target<TTally>(id);
        foreach (var payload in payloads)
            Assert.Equal(ApplyResult.Counted, target.Apply(payload));
        return target.Tally;
    }

    private static byte[] Bytes(Action<FormWriter> write)
    {
        var writer = new FormWriter();
        write(writer);
        return writer.ToArray();
    }
}
