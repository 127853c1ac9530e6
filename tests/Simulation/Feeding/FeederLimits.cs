using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Oracle;

namespace RechargeMonitor.Simulation;

/// <summary>How a process feeds: the same for all of a run, drawn small enough to be met.</summary>
/// <param name="Shards">In how many parts national and minute figures are kept.</param>
/// <param name="EventBytes">An event is full with so many bytes.</param>
/// <param name="Checkpoints">The bounds of checkpoints.</param>
/// <param name="LinesAtOnce">At most so many lines are read of a partition at once.</param>
internal sealed record FeederLimits(int Shards, int EventBytes, CheckpointLimits Checkpoints, int LinesAtOnce)
{
    public static FeederLimits Draw(SmallRandom random) => new(
        Shards: random.Chance(2) ? 1 : 3,
        EventBytes: random.Pick([1, 80, 300, DeliveryLimits.EventBytes]),
        Checkpoints: new CheckpointLimits(
            Interval: TimeSpan.FromSeconds(1),
            MaxUnconfirmedBytes: random.Pick([20_000, 60_000, 1_000_000]),
            MaxUnconfirmedEvents: random.Pick([4, 20, 1_000]),
            ConfirmPatience: TimeSpan.FromSeconds(2),
            ConfirmConcurrency: random.Pick([1, 3, 128])),
        LinesAtOnce: random.Pick([1, 4, 20]));
}
