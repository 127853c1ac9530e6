using RechargeMonitor.Grains.Tests.Support;
using RechargeMonitor.Ingest.Feeding;
using Xunit;

namespace RechargeMonitor.Grains.Tests;

/// <summary>Lines through streams, grains and SQLite, with the faults that the delivery protocol is for. The judge knows the plain count.</summary>
public abstract class EngineTests(int shards) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("engine-tests-").FullName;

    private static FeedingOptions Quick => new()
    {
        CheckpointInterval = TimeSpan.FromMilliseconds(50),
        PollInterval = TimeSpan.FromMilliseconds(5),
        ConfirmPatience = TimeSpan.FromMilliseconds(500),
    };

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Feed_TwoPartitions_FiguresEqualTheJudges()
    {
        var (first, second) = (Content.OfOrders(3000, 1), Content.OfOrders(2000, 2));
        await using var engine = await Engine.StartAsync(folder, shards: shards);

        await engine.FeedAsync(Quick, new MemorySource(("a", first), ("b", second)));

        Assert.Empty(engine.DifferencesTo(("a", first), ("b", second)));
    }

    [Fact]
    public async Task Feed_EventsLostAndRepeated_FiguresEqualTheJudges()
    {
        var content = Content.OfOrders(2000, 3);
        var faults = new Faults(3) { LosesEvent = 0.01, RepeatsEvent = 0.05 };
        await using var engine = await Engine.StartAsync(folder, faults, shards);

        await engine.FeedAsync(Quick, new MemorySource(("a", content)) { PollBytes = 100_000 });

        Assert.True(faults.Count > 0);
        Assert.Empty(engine.DifferencesTo(("a", content)));
    }

    /// <summary>However many checkpoints follow, it is found out once only that streams are silent.</summary>
    [Fact]
    public async Task Feed_StreamsSilent_DirectCallsDeliverFromThenOn()
    {
        var content = Content.OfOrders(500, 4);
        var state = new FeedingState();
        await using var engine = await Engine.StartAsync(folder, new Faults(4) { LosesEvent = 1 }, shards);

        await engine.FeedAsync(Quick, state, new MemorySource(("a", content)) { AheadBytes = content.Length / 8 });

        Assert.Empty(engine.DifferencesTo(("a", content)));
        Assert.InRange(state.Checkpoints, 8, long.MaxValue);
        Assert.Equal(Quick.RewindsBeforeDirect, state.Rewinds);
    }

    /// <summary>Two years of minutes in no order: every line opens targets of its own.</summary>
    [Fact]
    public async Task Feed_LinesOfRandomDates_TouchABoundedNumberOfTargets()
    {
        const int Most = 1024;
        const int OvershootOfAPoll = 2000;
        var content = Content.OfScatteredMinutes(3000, 8);
        var (state, peak) = (new FeedingState(), 0L);
        var options = Quick;
        (options.MaxUnconfirmedEvents, options.CheckpointInterval) = (Most, TimeSpan.FromSeconds(5));
        await using var engine = await Engine.StartAsync(folder, shards: shards);

        await engine.FeedAsync(options, state, new MemorySource(("a", content)) { Round = () => peak = Math.Max(peak, state.UnconfirmedEvents) });

        Assert.Empty(engine.DifferencesTo(("a", content)));
        Assert.InRange(peak, Most / 2, Most + OvershootOfAPoll);
    }

    /// <summary>A seal of thousands of targets publishes its events in windows, over streams and by direct calls.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Feed_ThousandsOfTargetsAtOnce_EventsGoInWindows(double losesEvent)
    {
        const int Window = 1000;
        var content = Content.OfScatteredMinutes(1200, 9);
        var (state, peak) = (new FeedingState(), 0L);
        var faults = new Faults(9) { LosesEvent = losesEvent };
        await using var engine = await Engine.StartAsync(folder, faults, shards);

        await engine.FeedAsync(Quick, state, new MemorySource(("a", content)) { Round = () => peak = Math.Max(peak, state.UnconfirmedEvents) });

        Assert.Empty(engine.DifferencesTo(("a", content)));
        Assert.InRange(peak, 2 * Window, long.MaxValue);
        Assert.InRange(faults.MostEventsUnderWay, 1, Window);
    }

    [Fact]
    public async Task Feed_TwoFeedersOfOnePartition_FiguresEqualTheJudges()
    {
        var content = Content.OfOrders(2000, 5);
        await using var engine = await Engine.StartAsync(folder, shards: shards);

        await engine.FeedAsync(
            Quick,
            new MemorySource(("a", content)) { PollBytes = 70_000 },
            new MemorySource(("a", content)) { PollBytes = 110_000 });

        Assert.Empty(engine.DifferencesTo(("a", content)));
    }

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0, 0.05)]
    [InlineData(0.02, 0.02)]
    public async Task Feed_WritesFail_FiguresEqualTheJudges(double before, double after)
    {
        var content = Content.OfOrders(600, 6);
        var faults = new Faults(6) { FailsBeforeWrite = before, FailsAfterWrite = after };
        await using var engine = await Engine.StartAsync(folder, faults, shards);
        var feeding = engine.FeedAsync(Quick, new MemorySource(("a", content)) { PollBytes = 60_000 });

        // A checkpoint of hundreds of targets hardly ever gets through undisturbed: let it after a while.
        await Engine.UntilAsync(() => faults.Count >= 40 || feeding.IsCompleted, () => $"40 writes fail; {faults.Count} did", feeding);
        (faults.FailsBeforeWrite, faults.FailsAfterWrite) = (0, 0);
        await feeding;

        Assert.True(faults.Count > 0, "no write failed");
        Assert.Empty(engine.DifferencesTo(("a", content)));
    }

    [Fact]
    public async Task Feed_KilledMidwayAndStartedAgain_FiguresEqualTheJudges()
    {
        var content = Content.OfOrders(3000, 7);
        var faults = new Faults(7);
        long committed;
        await using (var engine = await Engine.StartAsync(folder, faults, shards))
        {
            // The last third is not handed over before the kill, so it comes midway for certain.
            var source = new MemorySource(("a", content)) { PollBytes = 50_000, AheadBytes = 200_000, End = content.Length * 2L / 3 };
            using var stop = new CancellationTokenSource();
            var options = Quick;
            options.StopPatience = TimeSpan.FromMilliseconds(100);
            var pump = engine.Pump(source, options, new FeedingState()).RunAsync([], stop.Token);
            await Engine.UntilAsync(() => source.CommittedOffsets.GetValueOrDefault("a") > 0, () => "a first commit", pump);

            // A process that is killed writes no more, at whatever step it was.
            faults.FailsBeforeWrite = 1;
            await Engine.UntilAsync(() => faults.WritesUnderWay == 0, () => $"no write under way; {faults.WritesUnderWay} are", pump);
            await stop.CancelAsync();
            await pump;
            committed = Assert.Single(engine.View.Ledgers()).Ledger.Committed;
        }

        Assert.InRange(committed, 1, content.Length - 1);
        await using var again = await Engine.StartAsync(folder, shards: shards);
        Assert.Equal(committed, Assert.Single(again.View.Ledgers()).Ledger.Committed);
        await again.FeedAsync(Quick, new MemorySource(("a", content)));

        Assert.Empty(again.DifferencesTo(("a", content)));
    }
}

/// <summary>The engine with figures in one part.</summary>
public sealed class EngineOfOneShardTests() : EngineTests(1);

/// <summary>The engine with national and minute figures in three parts.</summary>
public sealed class EngineOfThreeShardsTests() : EngineTests(3);
