using RechargeMonitor.Grains.Tests.Support;
using RechargeMonitor.Ingest.Feeding;
using Xunit;

namespace RechargeMonitor.Grains.Tests;

/// <summary>Lines through streams, grains and SQLite, with the faults that the delivery protocol is for. The judge knows the plain count.</summary>
public sealed class EngineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("engine-tests-").FullName;

    private static FeedingOptions Quick => new()
    {
        CheckpointInterval = TimeSpan.FromMilliseconds(50),
        PollInterval = TimeSpan.FromMilliseconds(5),
        ConfirmPatience = TimeSpan.FromMilliseconds(500),
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Feed_TwoPartitions_FiguresEqualTheJudges()
    {
        var (first, second) = (Content.OfOrders(3000, 1), Content.OfOrders(2000, 2));
        await using var engine = await Engine.StartAsync(folder);

        await engine.FeedAsync(Quick, new MemorySource(("a", first), ("b", second)));

        Assert.Empty(engine.DifferencesTo(("a", first), ("b", second)));
    }

    [Fact]
    public async Task Feed_EventsLostAndRepeated_FiguresEqualTheJudges()
    {
        var content = Content.OfOrders(2000, 3);
        var faults = new Faults(3) { LosesEvent = 0.01, RepeatsEvent = 0.05 };
        await using var engine = await Engine.StartAsync(folder, faults);

        await engine.FeedAsync(Quick, new MemorySource(("a", content)) { PollBytes = 100_000 });

        Assert.True(faults.Count > 0);
        Assert.Empty(engine.DifferencesTo(("a", content)));
    }

    [Fact]
    public async Task Feed_StreamsSilent_DirectCallsDeliver()
    {
        var content = Content.OfOrders(500, 4);
        await using var engine = await Engine.StartAsync(folder, new Faults(4) { LosesEvent = 1 });

        await engine.FeedAsync(Quick, new MemorySource(("a", content)));

        Assert.Empty(engine.DifferencesTo(("a", content)));
    }

    [Fact]
    public async Task Feed_TwoFeedersOfOnePartition_FiguresEqualTheJudges()
    {
        var content = Content.OfOrders(2000, 5);
        await using var engine = await Engine.StartAsync(folder);

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
        await using var engine = await Engine.StartAsync(folder, faults);
        var feeding = engine.FeedAsync(Quick, new MemorySource(("a", content)) { PollBytes = 60_000 });

        // A checkpoint of hundreds of targets hardly ever gets through undisturbed: let it after a while.
        while (faults.Count < 40 && !feeding.IsCompleted)
            await Task.WhenAny(feeding, Task.Delay(5));
        (faults.FailsBeforeWrite, faults.FailsAfterWrite) = (0, 0);
        await feeding;

        Assert.Empty(engine.DifferencesTo(("a", content)));
    }

    [Fact]
    public async Task Feed_StoppedWithoutCheckpointAndStartedAgain_FiguresEqualTheJudges()
    {
        var content = Content.OfOrders(3000, 7);
        var faults = new Faults(7);
        await using (var engine = await Engine.StartAsync(folder, faults))
        {
            var source = new MemorySource(("a", content)) { PollBytes = 50_000 };
            _ = engine.Pump(source, Quick, new FeedingState()).RunAsync([], CancellationToken.None);
            while (source.CommittedOffsets.GetValueOrDefault("a") == 0)
                await Task.Delay(1);

            // A process that is killed writes no more, at whatever step it was.
            faults.FailsBeforeWrite = 1;
            while (faults.WritesUnderWay > 0)
                await Task.Delay(1);
        }

        await using var again = await Engine.StartAsync(folder);
        await again.FeedAsync(Quick, new MemorySource(("a", content)));

        Assert.Empty(again.DifferencesTo(("a", content)));
    }
}
