using Xunit;

namespace RechargeMonitor.Collectors.Tests;

/// <summary>rsyslog repeats a line or two when it loses a broker; killed at rest, it goes on where it was.</summary>
public sealed class RsyslogTests : CollectorTests
{
    private const int Lines = 50;

    // A line is sent again whenever the output is suspended: a few times while a broker is away, however much is written.
    private const long MostRepeatsOfAnOutage = 50;

    protected override string? Missing => Collector.RsyslogMissing;

    private protected override Collector Make(string logs, string state, string servers) => Collector.Rsyslog(logs, state, servers);

    private protected override async Task AssertAfterOutageAsync(CollectorRig rig)
    {
        await rig.AssertNothingLostAsync();
        Assert.InRange(rig.Messages() - rig.Logs.Written, 0, MostRepeatsOfAnOutage);
    }

    private protected override async Task AssertAfterKillsAsync(CollectorRig rig)
    {
        var repeats = rig.Messages() - rig.Logs.Written;
        await rig.Collector.KillAsync();
        rig.Logs.Append(Lines);
        await rig.Collector.StartAsync();
        await rig.AssertNothingLostAsync();
        Assert.Equal(repeats, rig.Messages() - rig.Logs.Written);
    }
}
