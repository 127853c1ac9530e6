namespace RechargeMonitor.Ingest.Generator;

/// <summary>Makes an order from the seed, the day and its number alone: who, how much, and what becomes of it when.</summary>
internal static class OrderMaker
{
    private const ulong Tag = 0x0DE2_5EED;

    private static readonly ulong Abandoned = Chance.FromPartsPerMillion(6_000);
    private static readonly ulong Unpaid = Chance.FromPartsPerMillion(28_000);
    private static readonly ulong RechargeFailure = Chance.FromPartsPerMillion(5_500);
    private static readonly ulong LateLine = Chance.FromPartsPerMillion(500);
    private static readonly ulong WithoutInterfaceResult = Chance.FromPartsPerMillion(4_000);
    private static readonly ulong[] InterfaceFailure =
    [
        Chance.FromPartsPerMillion(600), Chance.FromPartsPerMillion(1_500), Chance.FromPartsPerMillion(400),
        Chance.FromPartsPerMillion(2_200), Chance.FromPartsPerMillion(500),
    ];

    /// <summary>Amounts of <see cref="LineText.Amounts"/>: most customers top up 30, 50 or 100 yuan.</summary>
    private static readonly WeightedTable ByAmount = new(9, 10, 17, 27, 26, 6, 3, 2);
    private static readonly WeightedTable ByDiscount = new(55, 25, 15, 5);
    private static readonly WeightedTable ByGateway = new(43, 36, 14, 7);
    private static readonly WeightedTable ByChannelMobile = new(30, 60, 4, 3, 2, 1);
    private static readonly WeightedTable ByChannelPc = new(70, 20, 3, 3, 2, 2);
    private static readonly WeightedTable ByFailure = new(42, 26, 20, 12);
    private static readonly WeightedTable ByIncidentFailure = new(30, 5, 5, 60);

    public static void Make(DayPlan plan, long number, Order order)
    {
        order.Key = plan.KeyOf(number);
        order.Start = plan.StartOf(number, order.Key);

        // Every order takes the same numbers at the same places, whatever becomes of it: an incident changes the
        // orders that it hits and no others.
        var random = new SplitMix(SplitMix.Mix(order.Key ^ Tag));
        Describe(order, random.Next(), random.Next());
        order.Details = random.Next();
        Shop(plan, order, ref random);
        Notify(plan, order, ref random);
    }

    private static void Describe(Order order, ulong first, ulong second)
    {
        order.Province = Provinces.ByPopulation.Choose(first);
        order.Amount = ByAmount.Choose(first >> 12);
        order.Gateway = ByGateway.Choose(first >> 24);
        order.Discount = ByDiscount.Choose(first >> 36);

        // Three of four customers use the mobile shop.
        var mobile = (second & 3) != 0;
        order.Channel = (mobile ? ByChannelMobile : ByChannelPc).Choose(second >> 2);
        var host = second >> 32;
        order.ShopLog = mobile
            ? LogFiles.PcHosts + (int)((host * LogFiles.MobileHosts) >> 32)
            : (int)((host * LogFiles.PcHosts) >> 32);
        order.NotifyHost = (int)(second >> 14) & (LogFiles.NotifyHosts - 1);
    }

    /// <summary>The order is made and its payment requested; either call's failure ends it.</summary>
    private static void Shop(DayPlan plan, Order order, ref SplitMix random)
    {
        var draw = random.Next();
        ref var make = ref Call(plan, order, OrderStep.MakeNewOrder, order.Start + 1 + (long)(draw & 15), ref random);
        make.BusinessResult = make.InterfaceResult is 0 or LineText.NoInterfaceResult ? 0 : LineText.SystemBusy;

        var request = make.Log + Durations.Choice.Sample((uint)(draw >> 32));
        ref var pay = ref Call(plan, order, OrderStep.SendPayReq, request, ref random);
        pay.BusinessResult = pay.InterfaceResult is 0 or LineText.NoInterfaceResult ? 0 : LineText.SystemBusy;
        order.LineCount = make.BusinessResult != 0 ? 1 : pay.BusinessResult != 0 ? 2 : 5;
    }

    /// <summary>The payment is reported, the top-up requested, its result reported.</summary>
    private static void Notify(DayPlan plan, Order order, ref SplitMix random)
    {
        var times = random.Next();
        var results = random.Next();
        var paid = order.Calls[(int)OrderStep.SendPayReq].Log + Durations.Payment.Sample((uint)times);
        ref var payment = ref Call(plan, order, OrderStep.PayNotifyReq, paid, ref random);
        var unpaid = (uint)results;
        payment.BusinessResult = unpaid < Unpaid ? LineText.FirstPaymentFailure + (int)(order.Details >> 8 & 1) : 0;
        if (order.LineCount == 5 && unpaid < Unpaid)
            order.LineCount = unpaid < Abandoned ? 2 : 3;

        var asked = payment.Log + 4 + (long)(order.Details >> 10 & 127);
        ref var request = ref Call(plan, order, OrderStep.SendRechargeReq, asked, ref random);
        var refused = request.InterfaceResult is not (0 or LineText.NoInterfaceResult);
        var result = refused ? LineText.SystemBusy : RechargeResult(plan, order, asked, (uint)(results >> 32));

        // The province turns some failures down at once; the others are known only when it reports.
        request.BusinessResult = refused || (order.Details >> 18 & 3) == 0 ? result : 0;

        var credited = request.Log + Durations.Recharge.Sample((uint)(times >> 32));
        ref var recharge = ref Call(plan, order, OrderStep.ReChargeNotifyReq, credited, ref random);
        recharge.BusinessResult = result;
    }

    private static int RechargeResult(DayPlan plan, Order order, long time, uint draw)
    {
        var usual = RechargeFailure * (ulong)Provinces.FailurePercent(order.Province) / 100;
        var incident = plan.ProvinceIncident(order.Province, time);
        if (draw >= Math.Max(usual, incident))
            return 0;
        return LineText.FirstRechargeFailure + (incident > usual ? ByIncidentFailure : ByFailure).Choose(order.Details >> 20);
    }

    /// <summary>Fills in a call that begins at a time, all but its business result.</summary>
    private static ref Order.Call Call(DayPlan plan, Order order, OrderStep step, long begin, ref SplitMix random)
    {
        var draw = random.Next();
        var odds = random.Next();
        var latency = (long)Durations.Latency(step).Sample((uint)draw);
        var usual = InterfaceFailure[(int)step];
        var incident = plan.InterfaceIncident(step, begin);
        if (incident != 0)
            latency *= 4 + (long)(incident >> 28);

        ref var call = ref order.Calls[(int)step];
        call.Begin = begin;
        call.InterfaceResult = draw >> 32 < Math.Max(usual, incident)
            ? LineText.FirstInterfaceFailure + (int)(odds & 1)
            : (odds & uint.MaxValue) < WithoutInterfaceResult ? LineText.NoInterfaceResult : 0;

        var isNotification = step is OrderStep.PayNotifyReq or OrderStep.ReChargeNotifyReq;
        call.End = isNotification ? begin - 80 - (long)(odds >> 22 & 511) : begin + latency;
        call.Log = begin + latency + (isNotification ? 1 : (long)(odds >> 20 & 3));
        if (isNotification && odds >> 32 < LateLine)
            call.Log += Durations.Lateness.Sample((uint)SplitMix.Mix(odds));
        return ref call;
    }
}
