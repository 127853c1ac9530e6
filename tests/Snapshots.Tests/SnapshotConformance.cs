using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Snapshots.Tests.Support;
using Xunit;

namespace RechargeMonitor.Snapshots.Tests;

/// <summary>What every way from publishers to readers must do, whatever lies between them.</summary>
public abstract class SnapshotConformance
{
    private const string Marker = "marker";

    [Fact]
    public async Task Publish_Newer_IsSeen()
    {
        await using var rig = await StartAsync();
        rig.Publishers[0].Publish(SampleForms.National(), SampleForms.Of(SampleForms.National(), 3));
        await Until.EqualAsync(3, () => rig.View.Orders(), "the first form");
        var revision = rig.View.Revision;

        rig.Publishers[1].Publish(SampleForms.National(), SampleForms.Of(SampleForms.National(), 4, revision: 2));

        await Until.EqualAsync(4, () => rig.View.Orders(), "the newer form");
        Assert.True(rig.View.Revision > revision, $"the revision went from {revision} to {rig.View.Revision}");
        Assert.Equal(SampleForms.Start.AddSeconds(2), rig.View.AsOf);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Publish_OlderOrSame_ChangesNothing(int revision)
    {
        await using var rig = await StartAsync();
        var key = SampleForms.National();
        rig.Publishers[0].Publish(key, SampleForms.Of(key, 3, revision: 2));
        await SettleAsync(rig);
        var day = rig.View.DayRevision(SampleForms.Day);

        rig.Publishers[1].Publish(key, SampleForms.Of(key, 9, revision));

        await SettleAsync(rig);
        Assert.Equal((3, day), (rig.View.Orders(), rig.View.DayRevision(SampleForms.Day)));
    }

    [Fact]
    public async Task Publish_Books_NewestWins()
    {
        await using var rig = await StartAsync();
        var (source, rejects) = (PartitionKeys.Source("a"), PartitionKeys.Rejects("a"));
        rig.Publishers[0].Publish(source, SampleForms.Ledger("a", 5));
        rig.Publishers[0].Publish(rejects, SampleForms.Rejects(1, 7));
        await SettleAsync(rig);

        rig.Publishers[1].Publish(source, SampleForms.Ledger("a", 4));
        rig.Publishers[1].Publish(rejects, SampleForms.Rejects(1));

        await SettleAsync(rig);
        Assert.Equal(5, rig.View.Ledgers().Single(ledger => ledger.Partition == "a").Ledger.Committed);
        Assert.Equal([("source a", 7L), ("source a", 1L)], rig.View.Rejects(10).Lines.Select(reject => (reject.Source, reject.Line.Offset)));
    }

    [Fact]
    public async Task Remove_Key_IsGoneAndMayLiveAgain()
    {
        await using var rig = await StartAsync();
        var (kept, gone) = (SampleForms.Minute(1), SampleForms.Minute(2));
        rig.Publishers[0].Publish(kept, SampleForms.Of(kept, 1));
        rig.Publishers[0].Publish(gone, SampleForms.Of(gone, 2, revision: 9));
        await SettleAsync(rig);
        var revision = rig.View.DayRevision(SampleForms.Day);

        rig.Publishers[0].Remove(gone);
        await SettleAsync(rig);
        Assert.Equal((1, 0), (rig.View.OrdersOfMinute(1), rig.View.OrdersOfMinute(2)));
        Assert.True(rig.View.DayRevision(SampleForms.Day) > revision, "the day's revision did not grow with the removal");

        rig.Publishers[0].Publish(gone, SampleForms.Of(gone, 3, revision: 1, at: DateTimeOffset.UtcNow.AddSeconds(1)));
        await SettleAsync(rig);
        Assert.Equal(3, rig.View.OrdersOfMinute(2));
    }

    [Fact]
    public async Task Remove_LastKeyOfADay_TheDayIsGone()
    {
        await using var rig = await StartAsync();
        rig.Publishers[0].Publish(SampleForms.National(), SampleForms.Of(SampleForms.National(), 1));
        rig.Publishers[0].Publish(SampleForms.National(1), SampleForms.Of(SampleForms.National(1), 1));
        await SettleAsync(rig);

        rig.Publishers[0].Remove(SampleForms.National());

        await SettleAsync(rig);
        Assert.Equal([SampleForms.Day.AddDays(-1)], rig.View.Days());
    }

    [Fact]
    public async Task Publish_TwoRaceOnAKey_TheNewestRevisionWins()
    {
        await using var rig = await StartAsync();
        var key = SampleForms.National();
        var forms = Enumerable.Range(1, 400).Select(revision => SampleForms.Of(key, revision, revision)).ToArray();

        await Task.WhenAll(rig.Publishers.Select((publisher, index) => Task.Run(() =>
        {
            for (var form = index; form < forms.Length; form += 2)
                publisher.Publish(key, forms[form]);
        })));

        await SettleAsync(rig);
        Assert.Equal(400, rig.View.Orders());
    }

    [Fact]
    public async Task Publish_ManyKeys_AllAreSeen()
    {
        await using var rig = await StartAsync();
        for (var minute = 0; minute < 5_000; minute++)
            rig.Publishers[minute % 2].Publish(SampleForms.Minute(minute), SampleForms.Of(SampleForms.Minute(minute), 1 + (minute % 3)));

        await SettleAsync(rig);

        Assert.All(Enumerable.Range(0, 5_000), minute => Assert.Equal(1 + (minute % 3), rig.View.OrdersOfMinute(minute)));
    }

    protected abstract Task<ISnapshotRig> StartAsync();

    /// <summary>Waits until all that was published before is seen: what is published last is seen last.</summary>
    private static async Task SettleAsync(ISnapshotRig rig)
    {
        foreach (var (index, publisher) in rig.Publishers.Index())
        {
            var partition = Marker + index;
            var commits = Committed(rig, partition) + 1;
            publisher.Publish(PartitionKeys.Source(partition), SampleForms.Ledger(partition, (int)commits));
            await Until.EqualAsync(commits, () => Committed(rig, partition), $"what publisher {index} published last");
        }
    }

    private static long Committed(ISnapshotRig rig, string partition) =>
        rig.View.Ledgers().FirstOrDefault(ledger => ledger.Partition == partition).Ledger?.Committed ?? 0;
}

public sealed class MemoryConformanceTests : SnapshotConformance
{
    protected override Task<ISnapshotRig> StartAsync() => Task.FromResult<ISnapshotRig>(new MemoryRig());
}

public sealed class RedisConformanceTests : SnapshotConformance
{
    protected override async Task<ISnapshotRig> StartAsync() => await RedisRig.StartAsync();
}

/// <summary>A Redis Cluster refuses scripts whose keys are not in one slot.</summary>
public sealed class RedisClusterConformanceTests : SnapshotConformance
{
    protected override async Task<ISnapshotRig> StartAsync() => await RedisRig.StartAsync(isCluster: true);
}
