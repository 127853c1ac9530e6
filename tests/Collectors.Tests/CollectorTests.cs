using System.Text;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Collectors.Tests;

/// <summary>Files that grow and rotate, through a real collector, a real broker and the built executable: the totals must be the files'.</summary>
public abstract class CollectorTests
{
    private const int Orders = 30_000;
    private const int Lines = 100;

    /// <summary>Why the collector cannot run here, or nothing.</summary>
    protected abstract string? Missing { get; }

    [Fact]
    public async Task Collect_LogsGrowAndRotateAndThingsFail_TotalsAreAsPromised()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        Assert.SkipWhen(KafkaServer.CannotStart is not null, KafkaServer.CannotStart ?? "");
        await using var rig = await CollectorRig.StartAsync(Make, Orders);
        await GrowAndRotateAsync(rig);
        await StopAndStartAsync(rig);
        await rig.InterruptKafkaAsync(() => rig.Logs.Append(Lines));
        rig.Logs.Append(Lines);
        await AssertAfterOutageAsync(rig);
        await AssertAfterKillsAsync(rig);
    }

    private protected abstract Collector Make(string logs, string state, string servers);

    /// <summary>Holds what the collector promises after Kafka was away.</summary>
    private protected abstract Task AssertAfterOutageAsync(CollectorRig rig);

    /// <summary>Kills the collector, starts it again and holds what it promises then.</summary>
    private protected abstract Task AssertAfterKillsAsync(CollectorRig rig);

    private static async Task GrowAndRotateAsync(CollectorRig rig)
    {
        var logs = rig.Logs;
        logs.Append(Lines);
        await rig.Collector.StartAsync();
        await rig.WaitForLinesAsync();

        // What stands at a renamed log's end was not read yet. What is copied and emptied must have been: nobody could read it after.
        logs.Append(Lines);
        logs.RotateByRename(0);
        logs.Append(Lines);
        await rig.WaitForLinesAsync();
        logs.RotateByCopy(1);
        logs.Append(Lines / 2);
        foreach (var length in (int[])[60_000, 70_000, 1_500_000])
            logs.Append(2, Encoding.UTF8.GetBytes($"{{\"serviceName\":\"{new string('充', length / 3)}\"}}\n"), lines: 1);
        await rig.AssertExactAsync();
    }

    private static async Task StopAndStartAsync(CollectorRig rig)
    {
        await rig.Collector.StopAsync();
        rig.Logs.Append(Lines);
        await rig.Collector.StartAsync();
        await rig.AssertExactAsync();
    }
}
