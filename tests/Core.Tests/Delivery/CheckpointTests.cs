using RechargeMonitor.Core.Delivery;
using Xunit;
using static System.Text.Encoding;

namespace RechargeMonitor.Core.Tests.Delivery;

/// <summary>A checkpoint from its beginning to what follows from it, with targets and books that answer as they are told.</summary>
public sealed class CheckpointTests : ICheckpointCalls, IDisposable
{
    private const string First = "JsonData-0";
    private const string Second = "JsonData-1";
    private static readonly byte[] Line = UTF8.GetBytes(Oracle.SampleLine.Order());
    private static readonly CheckpointLimits Limits = new(TimeSpan.Zero, 1_000_000, 1_000, TimeSpan.Zero, 2);

    private readonly Feeder feeder = new(shards: 2);
    private readonly CheckpointCycle cycle;
    private readonly CancellationTokenSource loss = new();
    private readonly List<string> committed = [];
    private Func<TargetId, PartitionOffset[], TargetConfirmation> confirm = (_, _) => TargetConfirmation.Durable;
    private Func<SealedRange, long> commit = range => range.To;
    private int asking;
    private int askedAtOnce;

    public CheckpointTests()
    {
        cycle = new CheckpointCycle(feeder, Limits, TimeProvider.System);
        foreach (var partition in (string[])[First, Second])
        {
            feeder.Open(partition, 0);
            feeder.Take(partition, 0, 1, Line);
        }
    }

    public void Dispose() => loss.Dispose();

    public async Task<TargetConfirmation> ConfirmAsync(TargetId target, PartitionOffset[] ends)
    {
        askedAtOnce = Math.Max(askedAtOnce, Interlocked.Increment(ref asking));
        await Task.Yield();
        Interlocked.Decrement(ref asking);
        return confirm(target, ends);
    }

    public async Task<long> CommitAsync(SealedRange range)
    {
        await Task.Yield();
        lock (committed)
            committed.Add(range.Partition);
        return commit(range);
    }

    [Fact]
    public async Task Run_AllConfirm_CommitsEveryPartitionAndAsksAFewAtATime()
    {
        var outcome = await RunAsync();

        Assert.Equal([First, Second], committed.Order());
        Assert.Equal([First, Second], outcome.Committed.Select(range => range.Partition).Order());
        Assert.Empty(outcome.Rewinds);
        Assert.InRange(askedAtOnce, 1, Limits.ConfirmConcurrency);
        Assert.False(cycle.IsDue);
        Assert.Equal(0, feeder.UnconfirmedEvents);
    }

    [Fact]
    public async Task Run_TargetOfOnePartitionThrows_CommitsTheOtherOne()
    {
        confirm = (_, ends) => ends.Any(end => end.Partition == First) ? throw new IOException("the disk is full") : TargetConfirmation.Durable;
        feeder.Close(Second);
        feeder.Open(Second, 0);
        feeder.Take(Second, 0, 1, UTF8.GetBytes(Oracle.SampleLine.Order(("requestId", "\"20170413030108471000000\""))));

        var outcome = await RunAsync();

        Assert.Equal([Second], committed);
        var rewind = Assert.Single(outcome.Rewinds);
        Assert.Equal(First, rewind.Partition);
        Assert.Contains("the disk is full", rewind.Reason, StringComparison.Ordinal);
        Assert.False(feeder.IsOpen(First));
        Assert.True(feeder.IsOpen(Second));
    }

    [Fact]
    public async Task Run_TargetMissesEventsForGood_GivesUpAfterItsPatience()
    {
        confirm = (_, ends) => new TargetConfirmation(false, [.. ends.Select(end => end.Partition)], []);

        var outcome = await RunAsync();

        Assert.Empty(committed);
        Assert.Equal([First, Second], outcome.Rewinds.Select(rewind => rewind.Partition).Order());
    }

    [Fact]
    public async Task Run_EventsCouldNotBeSent_GivesUpWithoutPatience()
    {
        confirm = (_, ends) => new TargetConfirmation(false, [.. ends.Select(end => end.Partition)], []);
        var ranges = cycle.Begin().Ranges;
        var round = new CheckpointRound(ranges, this, Limits with { ConfirmPatience = TimeSpan.FromHours(1) }, TimeProvider.System, loss.Token)
        {
            Unsent = ranges.SelectMany(range => range.Ends, (_, end) => end.Key).ToHashSet(),
        };

        await round.RunAsync(CancellationToken.None);

        Assert.Equal([First, Second], round.Failures.Keys.Order());
        Assert.True(round.HasMissedEvents);
    }

    [Fact]
    public async Task Run_BooksStandElsewhere_StartsThePartitionAgain()
    {
        commit = range => range.Partition == First ? 7 : range.To;

        var outcome = await RunAsync();

        Assert.Contains("stand at 7", Assert.Single(outcome.Rewinds).Reason, StringComparison.Ordinal);
        Assert.Equal(Second, Assert.Single(outcome.Committed).Partition);
    }

    [Fact]
    public async Task Run_SiloGoes_GivesUpAtOnceAndCommitsNothing()
    {
        confirm = (_, _) =>
        {
            loss.Cancel();
            return TargetConfirmation.Durable;
        };

        var outcome = await RunAsync();

        Assert.Empty(outcome.Committed);
        Assert.All(outcome.Rewinds, rewind => Assert.Equal(CheckpointRound.SiloGone, rewind.Reason));
        Assert.Equal(2, outcome.Rewinds.Count);
    }

    [Fact]
    public async Task End_PartitionWithdrawnMeanwhile_IsNotStartedAgain()
    {
        confirm = (_, _) => throw new IOException();
        var round = Begin();
        await round.RunAsync(CancellationToken.None);
        feeder.Close(First);

        Assert.Equal(Second, Assert.Single(cycle.End(round).Rewinds).Partition);
    }

    [Fact]
    public async Task End_FailuresInARow_AreTriedAgainLaterAndLater()
    {
        confirm = (_, _) => throw new IOException();
        var delays = new List<TimeSpan>();
        for (var number = 0; number < 7; number++)
        {
            delays.Add((await RunAsync()).Rewinds[0].Delay);
            feeder.Open(First, 0);
            feeder.Take(First, 0, 1, Line);
        }

        Assert.Equal([100, 200, 400, 800, 1_000, 1_000, 1_000], delays.Select(delay => (int)delay.TotalMilliseconds));
    }

    private async Task<CheckpointOutcome> RunAsync()
    {
        var round = Begin();
        await round.RunAsync(CancellationToken.None);
        return cycle.End(round);
    }

    private CheckpointRound Begin()
    {
        Assert.True(cycle.IsDue);
        return new CheckpointRound(cycle.Begin().Ranges, this, Limits, TimeProvider.System, loss.Token);
    }
}
