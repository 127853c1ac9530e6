namespace RechargeMonitor.Collectors.Tests;

/// <summary>Flume loses nothing and repeats lines after it was killed.</summary>
public sealed class FlumeTests : CollectorTests
{
    private const int Lines = 30;
    private const int Steps = 15;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override string? Missing => Collector.FlumeMissing;

    private protected override Collector Make(string logs, string state, string servers) => Collector.Flume(logs, state, servers);

    private protected override Task AssertAfterOutageAsync(CollectorRig rig) => rig.AssertExactAsync();

    private protected override async Task AssertAfterKillsAsync(CollectorRig rig)
    {
        var before = rig.Messages();
        for (var step = 0; step < Steps; step++)
        {
            rig.Logs.Append(Lines);
            await Task.Delay(Pause);
        }

        // It is killed while it is at these lines: some have arrived, and what it keeps of its positions is older.
        await rig.WaitForLinesAsync(before + 1);
        await rig.Collector.KillAsync();
        rig.Logs.Append(Lines);
        await rig.Collector.StartAsync();
        await rig.AssertNothingLostAsync();
    }
}
