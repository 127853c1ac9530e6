using System.Globalization;
using System.Numerics;
using System.Text;
using Xunit;

namespace RechargeMonitor.Oracle.Tests;

public sealed class FiguresTests
{
    [Fact]
    public void Days_FutureAndOldOnes_AreAllThereNewestFirst()
    {
        var recount = Count(["20170412", "29991231", "00010101", "99991231"], day => SampleLine.Order(("requestId", $"\"{day}000000000\"")));

        Assert.Equal(["99991231", "29991231", "20170412", "00010101"], recount.Days.Select(day => day.Key));
    }

    [Fact]
    public void Day_WithoutOrders_IsThereWithoutRate()
    {
        var day = Day(Count([0], _ => SampleLine.Request()));

        Assert.Equal(OrderFigures.None, day.Orders);
        Assert.Empty(day.Minutes);
        Assert.Empty(day.Provinces);
        Assert.Empty(day.Gateways);
        Assert.DoesNotContain("successRate", Encoding.UTF8.GetString(Count([0], _ => SampleLine.Request()).ToJson()), StringComparison.Ordinal);
    }

    [Fact]
    public void Percentiles_OneToTwoHundred_AreNearestRank()
    {
        // 1, 2, … 200 ms in a shuffled order (7 and 200 share no factor): ranks ⌈100⌉, ⌈190⌉, ⌈198⌉; the average is 100.5.
        var day = Day(Count(Enumerable.Range(0, 200), i => SampleLine.Request(
            ("startReqTime", "\"20170412030022000\""), ("endReqTime", $"\"20170412030022{(i * 7 % 200) + 1:d3}\""))));
        var latency = day.Interface("sendRechargeReq").Latency;

        Assert.Equal((200, 100.5, 1, 200), (latency.Count, latency.AverageMs, latency.MinMs, latency.MaxMs));
        Assert.Equal((100, 190, 198), (latency.PercentileMs(50), latency.PercentileMs(95), latency.PercentileMs(99)));
    }

    [Fact]
    public void Percentiles_ThreeDurations_RoundTheRankUp()
    {
        // p50 of three is the second (1.5 up), p95 and p99 are the third.
        var day = Day(Count([30, 10, 20], ms => SampleLine.Order(("receiveNotifyTime", $"\"201704120300085{ms:d2}\""))));

        Assert.Equal((49, 59), (day.Recharge.PercentileMs(50), day.Recharge.PercentileMs(95)));
        Assert.Equal((39, 59, 49.0), (day.Recharge.MinMs, day.Recharge.PercentileMs(99), day.Recharge.AverageMs));
    }

    [Fact]
    public void WithoutDuration_EachKind_CountsOnlyWhereItIsAsked()
    {
        var recount = new Recount();
        recount.Add("a", Join(
            SampleLine.Order(("receiveNotifyTime", null)),
            SampleLine.Order(("receiveNotifyTime", "\"20170412030008470\"")),
            SampleLine.Order(("receiveNotifyTime", null), ("bussinessRst", "\"1\"")),
            SampleLine.Payment(("receiveNotifyTime", "\"x\"")),
            SampleLine.Payment(("receiveNotifyTime", "\"x\""), ("bussinessRst", "\"1\"")),
            SampleLine.Request(("endReqTime", null)),
            SampleLine.Request(("endReqTime", "\"20170412030021999\"")),
            SampleLine.Request(("endReqTime", "\"20170412030021999\""), ("bussinessRst", "\"1\""))));
        var day = Day(recount);

        Assert.Equal((0, 2), (day.Recharge.Count, day.Recharge.WithoutDuration));
        Assert.Equal((0, 1), (day.Payment.Count, day.Payment.WithoutDuration));
        Assert.Equal((0, 2), (day.Interface("sendRechargeReq").Latency.Count, day.Interface("sendRechargeReq").Latency.WithoutDuration));
    }

    [Fact]
    public void AmountFen_LargestFees_AddUpExactly()
    {
        var day = Day(Count(Enumerable.Range(0, 20_000), _ => """{"serviceName":"reChargeNotifyReq","requestId":"20170412030008471","bussinessRst":"0000","provinceCode":"200","chargefee":999999999999999}"""));

        Assert.Equal(BigInteger.Parse("19999999999999980000", CultureInfo.InvariantCulture), day.Orders.AmountFen); // above 2^64
    }

    [Fact]
    public void Gateways_64AndOther_AreAllKept()
    {
        var keys = Enumerable.Range(0, 64).Select(i => $"k{i:d2}").Append("other").Append("other");
        var gateways = Day(Count(keys, key => SampleLine.Order(("gateway_id", $"\"{key}\"")))).Gateways.ToDictionary();

        Assert.Equal(65, gateways.Count);
        Assert.Equal(2, gateways["other"].Total);
        Assert.Equal(1, gateways["k63"].Total);
    }

    [Fact]
    public void Gateways_TooMany_KeepTheFirstInUtf8OrderWhateverTheOrderOfLines()
    {
        // 63 digits and then, in UTF-8 order, U+E000 and 😀; in UTF-16 order it would be 😀 and U+E000.
        var keys = Enumerable.Range(0, 63).Select(i => $"k{i:d2}").Append("\uE000").Append("😀").Append("other").Append(new string('k', 33)).ToList();
        var gateways = Day(Count(keys, Line)).Gateways.ToDictionary();
        var reversed = Day(Count(keys.AsEnumerable().Reverse(), Line)).Gateways.ToDictionary();

        Assert.Equal(65, gateways.Count);
        Assert.Equal(1, gateways["\uE000"].Total);
        Assert.Equal(new OrderFigures(3, 0, 15_000), gateways["other"]);
        Assert.Equal(gateways, reversed);

        static string Line(string key) => SampleLine.Order(("gateway_id", $"\"{key}\""));
    }

    [Fact]
    public void Gateways_MostFailedFirst_ThenByKey()
    {
        var orders = new[] { ("b", "\"0000\""), ("c", "\"1\""), ("a", "\"0000\""), ("d", "\"1\""), ("d", "\"1\""), ("\uE000", "\"1\""), ("😀", "\"1\"") };
        var gateways = Day(Count(orders, order => SampleLine.Order(("gateway_id", $"\"{order.Item1}\""), ("bussinessRst", order.Item2)))).Gateways;

        Assert.Equal(["d", "c", "\uE000", "😀", "a", "b"], gateways.Select(item => item.Key));
    }

    [Fact]
    public void Provinces_TooManyUnknown_KeepKnownOnesAndFoldTheLast()
    {
        // 258 unknown codes 001 … 258 but 100, 200, 210, 220, 230, 240 and 250, which are known: 251 unknown ones; six more.
        var codes = Enumerable.Range(1, 258).Select(i => $"{i:d3}").Concat(["9", "90", "900", "9000", "90000", "900000", "991", "0"]);
        var provinces = Day(Count(codes, code => SampleLine.Order(("provinceCode", $"\"{code}\"")))).Provinces.ToDictionary();

        // 251 + 6 + "0" = 258 unknown codes: the last two in byte order, 90000 and 900000, are folded; 8 known ones stay.
        Assert.Equal(256 + 8 + 1, provinces.Count);
        Assert.Equal(2, provinces["other"].Total);
        Assert.True(provinces.ContainsKey("9000"));
        Assert.True(provinces.ContainsKey("991"));
        Assert.False(provinces.ContainsKey("90000"));
        Assert.False(provinces.ContainsKey("900000"));
    }

    [Fact]
    public void Codes_TooMany_AreFoldedPerService()
    {
        var codes = Enumerable.Range(0, 66).Select(i => $"c{i:d2}").Append("other").Append("\\u0000").ToList();
        var recount = new Recount();
        recount.Add("a", Join([.. codes.Select(code => SampleLine.Order(("interFacRst", $"\"{code}\""))), SampleLine.Payment(("interFacRst", "\"z\""))]));
        var orders = Day(recount).Interface("reChargeNotifyReq");

        // NUL and c00 … c62 are the first 64; c63, c64, c65 and the literal other are folded.
        Assert.Equal(65, orders.Codes.Count());
        Assert.Equal(["\0", "c00"], orders.Codes.Take(2).Select(code => code.Key));
        Assert.Equal(new KeyValuePair<string, long>("other", 4), orders.Codes.Last());
        Assert.Equal((68, 68, 0), (orders.Calls, orders.Failed, orders.WithoutResult));
        Assert.Equal(["z"], Day(recount).Interface("payNotifyReq").Codes.Select(code => code.Key));
    }

    [Fact]
    public void Add_SplitAndShuffledFiles_GivesTheSameDays()
    {
        var lines = NastyLines.Structured(11, 3_000).Where(line => line.IsOneLineOfAFile).Select(line => line.Bytes).ToList();
        var whole = new Recount();
        whole.Add("a", [.. lines.SelectMany(line => line.Append((byte)'\n'))]);
        var parts = new Recount();
        foreach (var part in lines.AsEnumerable().Reverse().Chunk(100)) parts.Add("b", [.. part.SelectMany(line => line.Append((byte)'\n'))]);

        Assert.Equal(DaysOf(whole), DaysOf(parts));

        static string DaysOf(Recount recount)
        {
            var json = Encoding.UTF8.GetString(recount.ToJson());
            return json[json.IndexOf("\"days\"", StringComparison.Ordinal)..];
        }
    }

    [Fact]
    public void Sums_NastyFiles_AddUp()
    {
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            var recount = new Recount();
            recount.Add("a", NastyLines.File(seed, 2_000));
            foreach (var (name, day) in recount.Days)
            {
                foreach (var parts in new[] { day.Minutes, day.Hours, day.Provinces, day.Gateways, day.Channels, day.Results })
                {
                    var sum = parts.Aggregate(OrderFigures.None, (total, part) => total + part.Value);
                    Assert.True(sum == day.Orders, $"seed {seed}, day {name}: expected {day.Orders}, found {sum}");
                }
            }
        }
    }

    private static DayFigures Day(Recount recount) => Assert.Single(recount.Days).Value;

    private static Recount Count<T>(IEnumerable<T> items, Func<T, string> line)
    {
        var recount = new Recount();
        recount.Add("a", Join([.. items.Select(line)]));
        return recount;
    }

    private static byte[] Join(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines));
}
