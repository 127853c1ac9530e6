namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>Two logs in one folder that grow, and are rotated now and then by both ways.</summary>
internal sealed class LogTraffic(string folder, int seed)
{
    private const int MostLines = 200;
    private const int RotateEvery = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Random random = new(seed);
    private readonly LineMix mix = new(seed);
    private OrderLog[]? logs;

    public IReadOnlyList<OrderLog> Logs => logs ??=
        [new OrderLog(Path.Combine(folder, "pc.log"), mix), new OrderLog(Path.Combine(folder, "mobile.log"), mix)];

    public int Rotations => Logs.Sum(log => log.Rotations);

    /// <summary>Writes until it is told to stop, with pauses, about two thousand lines a second.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pause);
        while (!stop.IsCancellationRequested)
        {
            var log = Logs[random.Next(Logs.Count)];
            log.Append(random.Next(1, MostLines), random.Next());
            if (random.Next(RotateEvery) == 0)
                Rotate(log);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private void Rotate(OrderLog log)
    {
        if (random.Next(2) == 0)
            log.RotateByRename();
        else
            log.RotateByCopy();
    }
}
