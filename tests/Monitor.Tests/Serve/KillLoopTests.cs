using System.Diagnostics;
using System.Globalization;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>
/// Kills the monitor with SIGKILL at random moments while its logs grow and are rotated. <c>tests/kill-loop.sh</c> runs it
/// with as many rounds as it is asked for.
/// </summary>
public sealed class KillLoopTests : IDisposable
{
    private const int DefaultRounds = 5;

    // One kill in four comes while the monitor starts, the others while it counts.
    private const int KillAtStartEvery = 4;
    private const int LongestLifeMs = 3_000;

    private readonly TemporaryFolder folder = new();
    private readonly int rounds = FromEnvironment("KILL_LOOP_ROUNDS") ?? DefaultRounds;
    private readonly int seed = FromEnvironment("KILL_LOOP_SEED") ?? Random.Shared.Next();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_KilledAgainAndAgain_CountsEveryLineOnce()
    {
        Say($"kill loop: {rounds} rounds, seed {seed}");
        var since = Stopwatch.GetTimestamp();
        Directory.CreateDirectory(folder["logs"]);
        await using var monitor = MonitorProcess.Follow(folder["logs"], folder["data"]);
        var traffic = new LogTraffic(folder["logs"], seed);
        using var stop = new CancellationTokenSource();
        var writing = traffic.RunAsync(stop.Token);
        var killedServing = await KillAsync(monitor, writing);
        await stop.CancelAsync();
        await writing;

        await monitor.StartAsync();
        var lines = await monitor.AssertExactAsync(Judgement.Of(traffic.Logs));
        Assert.Equal(0, await monitor.StopAsync());
        Say($"kill loop: exact after {rounds} kills ({killedServing} while it counted, {rounds - killedServing} at its start), {lines} lines, {traffic.Rotations} rotations, {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s, seed {seed}");
    }

    /// <summary>Returns how many of the kills met a monitor that served already.</summary>
    private async Task<int> KillAsync(MonitorProcess monitor, Task writing)
    {
        var moments = new Random(seed);
        var serving = 0;
        for (var round = 0; round < rounds; round++)
        {
            await monitor.BeginAsync();
            if (moments.Next(KillAtStartEvery) > 0)
            {
                await monitor.WaitAsync("a monitor that serves", monitor.IsServingAsync, () => Task.FromResult("none"));
                serving++;
            }

            await Task.WhenAny(writing, Task.Delay(moments.Next(LongestLifeMs)));
            if (writing.IsFaulted)
                await writing;
            await monitor.KillAsync();
        }

        return serving;
    }

    private static int? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    private static void Say(FormattableString text) =>
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(text));
}
