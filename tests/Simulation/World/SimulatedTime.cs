namespace RechargeMonitor.Simulation;

/// <summary>
/// A process's clock and timers, for the product's code. What its clock shows may be any time; how long something takes is
/// right. A timer of a process that is frozen comes when it wakes, and never if it has died by then.
/// </summary>
internal sealed class SimulatedTime(SimulatedWorld world, SimulatedProcess process) : TimeProvider
{
    public override long TimestampFrequency => 1_000;

    public override DateTimeOffset GetUtcNow() => world.WallClock;

    public override long GetTimestamp() => world.Timeline.NowMs;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new OneShot(callback, state);
        world.Timeline.After((long)dueTime.TotalMilliseconds, () => process.Do(timer.Fire));
        return timer;
    }

    private sealed class OneShot(TimerCallback callback, object? state) : ITimer
    {
        private bool isOver;

        public void Fire()
        {
            if (!isOver)
                callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("a delay is set once");

        public void Dispose() => isOver = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
