namespace RechargeMonitor.Bench.Peers;

/// <summary>What every peer must find in the input.</summary>
internal struct Totals
{
    public long Lines;
    public long Orders;
    public long Succeeded;
    public long AmountFen;

    public readonly Totals Plus(in Totals other) => new()
    {
        Lines = Lines + other.Lines,
        Orders = Orders + other.Orders,
        Succeeded = Succeeded + other.Succeeded,
        AmountFen = AmountFen + other.AmountFen,
    };

    public override readonly string ToString() =>
        $$$"""{"totals":{"lines":{{{Lines}}},"total":{{{Orders}}},"succeeded":{{{Succeeded}}},"amountFen":{{{AmountFen}}}}}""";
}
