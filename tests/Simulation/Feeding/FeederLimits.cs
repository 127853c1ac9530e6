using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Oracle;

namespace RechargeMonitor.Simulation;

/// <summary>How a process feeds: the same for all of a run, drawn small enough to be met.</summary>
/// <param name="Shards">In how many parts national and minute figures are kept.</param>
/// <param name="EventBytes">An event is full with so many bytes.</param>
/// <param name="MaxUnconfirmedBytes">Reading pauses beyond.</param>
/// <param name="MaxUnconfirmedEvents">Reading pauses beyond.</param>
/// <param name="LinesAtOnce">At most so many lines are read of a partition at once.</param>
internal sealed record FeederLimits(int Shards, int EventBytes, long MaxUnconfirmedBytes, int MaxUnconfirmedEvents, int LinesAtOnce)
{
    public static FeederLimits Draw(SmallRandom random) => new(
        Shards: random.Chance(2) ? 1 : 3,
        EventBytes: random.Pick([1, 80, 300, DeliveryLimits.EventBytes]),
        MaxUnconfirmedBytes: random.Pick([20_000, 60_000, 1_000_000]),
        MaxUnconfirmedEvents: random.Pick([4, 20, 1_000]),
        LinesAtOnce: random.Pick([1, 4, 20]));
}
