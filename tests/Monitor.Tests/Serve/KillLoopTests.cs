using System.Diagnostics;
using System.Globalization;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>
/// Strikes the monitor at random moments while its logs grow and are rotated: kills it with SIGKILL, freezes it, stops it,
/// takes its disk's space. <c>tests/kill-loop.sh</c> runs it with as many rounds as it is asked for.
/// </summary>
public sealed class KillLoopTests : IDisposable
{
    private const int DefaultRounds = 5;

    // One kill in four comes while the monitor starts, the others while it counts.
    private const int KillAtStartEvery = 4;
    private const int LongestLifeMs = 3_000;
    private const int LongestFreezeMs = 4_000;

    // Less than the time after which a monitor whose disk stays full gives up; that has a test of its own.
    private const int LongestFullMs = 8_000;
    private const int DiskMebibytes = 256;

    private readonly TemporaryFolder folder = new();
    private readonly int rounds = FromEnvironment("KILL_LOOP_ROUNDS") ?? DefaultRounds;
    private readonly int seed = FromEnvironment("KILL_LOOP_SEED") ?? Random.Shared.Next();
    private readonly SortedDictionary<string, int> strikes = new(StringComparer.Ordinal);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_StruckAgainAndAgain_CountsEveryLineOnce()
    {
        Say($"kill loop: {rounds} rounds, seed {seed}");
        var since = Stopwatch.GetTimestamp();
        Directory.CreateDirectory(folder["logs"]);
        await using var disk = await SmallDisk.TryMountAsync(DiskMebibytes);
        await using var monitor = MonitorProcess.Follow(folder["logs"], disk is null ? folder["data"] : Path.Combine(disk.Path, "data"));
        var traffic = new LogTraffic(folder["logs"], seed);
        using var stop = new CancellationTokenSource();
        var writing = traffic.RunAsync(stop.Token);
        var moments = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            await StrikeAsync(monitor, disk, moments);
            if (writing.IsFaulted)
                await writing;
        }

        await stop.CancelAsync();
        await writing;
        if (!monitor.IsRunning)
            await monitor.StartAsync();
        var lines = await monitor.AssertExactAsync(Judgement.Of(traffic.Logs));
        Assert.Equal(0, await monitor.StopAsync());
        var struck = string.Join(", ", strikes.Select(strike => $"{strike.Value} {strike.Key}"));
        Say($"kill loop: exact after {rounds} rounds ({struck}), {lines} lines, {traffic.Rotations} rotations, {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s, seed {seed}");
    }

    private async Task StrikeAsync(MonitorProcess monitor, SmallDisk? disk, Random moments)
    {
        if (!monitor.IsRunning)
            await monitor.BeginAsync();
        var kind = moments.Next(8);
        if (kind < 4 && moments.Next(KillAtStartEvery) == 0)
        {
            await Task.Delay(moments.Next(LongestLifeMs));
            await monitor.KillAsync();
            Note("kills at the start");
            return;
        }

        await monitor.WaitAsync("a monitor that serves", monitor.IsServingAsync, () => Task.FromResult("none"));
        await Task.Delay(moments.Next(LongestLifeMs));
        switch (kind)
        {
            case < 4:
                await monitor.KillAsync();
                Note("kills while it counts");
                break;
            case < 6:
                monitor.Freeze();
                await Task.Delay(moments.Next(LongestFreezeMs));
                monitor.Thaw();
                Note("freezes");
                break;
            case 6 when disk is not null:
                disk.Fill();
                await Task.Delay(moments.Next(LongestFullMs));
                disk.Free();
                Note("full disks");
                break;
            default:
                Assert.Equal(0, await monitor.StopAsync());
                Note("stops in order");
                break;
        }
    }

    private void Note(string strike) => strikes[strike] = strikes.GetValueOrDefault(strike) + 1;

    private static int? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    private static void Say(FormattableString text) =>
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(text));
}
