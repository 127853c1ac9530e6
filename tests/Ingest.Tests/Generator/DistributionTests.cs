using RechargeMonitor.Ingest.Generator;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Generator;

/// <summary>One large day, counted once for all of these tests.</summary>
public sealed class DistributionTests(DistributionTests.LargeDay day) : IClassFixture<DistributionTests.LargeDay>
{
    private const int Orders = 100_000;

    [Fact]
    public void Next_LargeDay_HasAllProvincesByTheirPopulation()
    {
        var share = day.Share(OrderStep.MakeNewOrder, "provinceCode");

        Assert.Equal(31, share.Count);
        Assert.InRange(share["200"], 0.084, 0.095);
        Assert.InRange(share["531"], 0.067, 0.077);
        Assert.InRange(share["891"], 0.0015, 0.004);
    }

    [Fact]
    public void Next_LargeDay_HasGatewaysChannelsAndAmountsByTheirWeights()
    {
        var gateways = day.Share(OrderStep.ReChargeNotifyReq, "gateway_id");
        var channels = day.Share(OrderStep.ReChargeNotifyReq, "channelCode");
        var amounts = day.Share(OrderStep.ReChargeNotifyReq, "chargefee");

        Assert.Equal(["ALIPAY", "CMPAY", "UNIONPAY", "WXPAY"], gateways.Keys.Order());
        Assert.InRange(gateways["WXPAY"], 0.42, 0.44);
        Assert.InRange(channels["6900"] + channels["0705"], 0.88, 0.94);
        Assert.Equal(8, amounts.Count);
        Assert.InRange(amounts["10000"], 0.25, 0.27);
    }

    [Fact]
    public void Next_LargeDay_FailsAsOftenAsUsual()
    {
        var results = day.Share(OrderStep.ReChargeNotifyReq, "bussinessRst");

        Assert.InRange(1 - results["0000"], 0.005, 0.01);
        Assert.Equal(["0000", "2998", "3001", "4005", "9999"], results.Keys.Order());
        foreach (var step in Enum.GetValues<OrderStep>())
        {
            var calls = day.Share(step, "interFacRst");
            Assert.InRange(1 - calls["0000"] - calls[""], 0.0001, 0.004);
            Assert.InRange(calls[""], 0.003, 0.005);
        }
    }

    [Fact]
    public void Next_LargeDay_LosesThreePercentBeforeTheRecharge()
    {
        Assert.Equal(Orders, day.Lines(OrderStep.MakeNewOrder));
        Assert.InRange(day.Lines(OrderStep.PayNotifyReq) / (double)Orders, 0.99, 0.995);
        Assert.InRange(day.Lines(OrderStep.ReChargeNotifyReq) / (double)Orders, 0.965, 0.975);
        Assert.Equal(day.Lines(OrderStep.SendRechargeReq), day.Lines(OrderStep.ReChargeNotifyReq));
    }

    [Fact]
    public void Next_LargeDay_HasDurationsOfSecondsWithALongTail()
    {
        var payment = day.DurationsMs[OrderStep.PayNotifyReq].Order().ToList();
        var recharge = day.DurationsMs[OrderStep.ReChargeNotifyReq].Order().ToList();

        Assert.InRange(payment[payment.Count / 2], 10_000, 25_000);
        Assert.InRange(recharge[recharge.Count / 2], 20_000, 45_000);
        Assert.InRange(recharge.Count(duration => duration > 3_600_000) / (double)recharge.Count, 0.0005, 0.005);
        Assert.InRange(recharge.Count(duration => duration > 86_400_000), 1, 20);
        Assert.InRange(recharge[^1], 86_400_000, 43 * 3_600_000L);
    }

    [Fact]
    public void Next_LargeDay_HasLateLinesAndLinesAfterMidnight()
    {
        Assert.InRange(day.LateLines, 20, 400);
        Assert.True(day.LinesAfterMidnight > 0, "No order crossed midnight.");
    }

    [Fact]
    public void Next_LargeDay_FollowsTheCurveOfADay()
    {
        Assert.True(day.OrdersByHour[10] > 10 * day.OrdersByHour[3], $"{day.OrdersByHour[10]} at 10, {day.OrdersByHour[3]} at 3.");
        Assert.True(day.OrdersByHour[10] > day.OrdersByHour[13], "No peak late in the morning.");
        Assert.True(day.OrdersByHour[20] > day.OrdersByHour[17], "No peak in the evening.");
    }

    public sealed class LargeDay
    {
        private readonly Dictionary<(OrderStep Step, string Field), Dictionary<string, int>> values = [];

        public LargeDay()
        {
            string[] counted = ["provinceCode", "gateway_id", "channelCode", "chargefee", "bussinessRst", "interFacRst"];
            foreach (var (line, bytes) in GeneratedStream.Read(GeneratedStream.OneDay(Orders)))
            {
                var fields = new LineFields(bytes);
                foreach (var name in counted)
                    Count(line.Step, name, fields.Find(name) ?? "");

                CountTimes(line, fields);
            }
        }

        public Dictionary<OrderStep, List<long>> DurationsMs { get; } =
            new() { [OrderStep.PayNotifyReq] = [], [OrderStep.ReChargeNotifyReq] = [] };

        public int[] OrdersByHour { get; } = new int[24];

        public int LateLines { get; private set; }

        public int LinesAfterMidnight { get; private set; }

        public int Lines(OrderStep step) => values[(step, "bussinessRst")].Values.Sum();

        public Dictionary<string, double> Share(OrderStep step, string field) =>
            values[(step, field)].ToDictionary(pair => pair.Key, pair => pair.Value / (double)Lines(step));

        private void CountTimes(GeneratedLine line, LineFields fields)
        {
            if (line.Step == OrderStep.MakeNewOrder)
                OrdersByHour[(fields.Start - GeneratedStream.Midnight) / 3_600_000]++;
            if (line.LogTime >= GeneratedStream.Midnight + 86_400_000)
                LinesAfterMidnight++;
            if (fields.Find("receiveNotifyTime") is null)
                return;

            DurationsMs[line.Step].Add(fields.Time("receiveNotifyTime") - fields.Start);
            if (line.LogTime - fields.Time("receiveNotifyTime") >= 60_000)
                LateLines++;
        }

        private void Count(OrderStep step, string field, string value)
        {
            if (!values.TryGetValue((step, field), out var counts))
                values[(step, field)] = counts = [];
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }
    }
}
