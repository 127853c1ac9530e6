namespace RechargeMonitor.Simulation;

/// <summary>What the clocks of the machines show, which may be any time.</summary>
internal sealed class SimulatedClock(SimulatedWorld world) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => world.WallClock;
}
