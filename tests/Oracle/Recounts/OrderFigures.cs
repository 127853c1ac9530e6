using System.Numerics;

namespace RechargeMonitor.Oracle;

/// <summary>The figures of some orders: of a day, a minute, an hour, a province or a key.</summary>
public sealed record OrderFigures(long Succeeded, long Failed, BigInteger AmountFen)
    : IAdditionOperators<OrderFigures, OrderFigures, OrderFigures>
{
    public static readonly OrderFigures None = new(0, 0, 0);

    /// <summary>Every line counts: whatever did not succeed failed.</summary>
    public long Total => Succeeded + Failed;

    /// <summary>The figures of one order.</summary>
    public static OrderFigures Of(LineReading order) =>
        order.Succeeded ? new OrderFigures(1, 0, order.AmountFen!.Value) : new OrderFigures(0, 1, 0);

    public static OrderFigures operator +(OrderFigures left, OrderFigures right) =>
        new(left.Succeeded + right.Succeeded, left.Failed + right.Failed, left.AmountFen + right.AmountFen);
}
