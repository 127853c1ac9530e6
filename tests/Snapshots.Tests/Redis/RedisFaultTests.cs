using RechargeMonitor.Snapshots.Redis;
using RechargeMonitor.Snapshots.Tests.Support;
using Xunit;

namespace RechargeMonitor.Snapshots.Tests.Redis;

/// <summary>What a real Redis does to publishers and readers when it is killed, emptied, frozen or filled with nonsense.</summary>
public sealed class RedisFaultTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Kill_PublishedMeanwhile_IsCompleteOnceItIsBack(bool withData)
    {
        await using var rig = await RedisRig.StartAsync();
        Fill(rig.Silo, 200);
        await Until.EqualAsync(200, () => Minutes(rig.View), "the minutes before");
        var (revision, day) = (rig.View.Revision, rig.View.DayRevision(SampleForms.Day));

        await rig.Server.Process.KillAsync();
        await Until.TrueAsync(() => rig.View.IsStale, "the view is stale");
        rig.Silo.Store(SampleForms.Minute(1), SampleForms.Of(SampleForms.Minute(1), 7, revision: 2));
        rig.OtherSilo.Store(SampleForms.Minute(500), SampleForms.Of(SampleForms.Minute(500), 1));
        rig.Silo.Delete(SampleForms.Minute(2));
        await Until.TrueAsync(() => !rig.Silo.Publisher.IsConnected && rig.Silo.Publisher.PendingKeys == 2, "the publisher keeps two keys");
        Assert.True(rig.Silo.Publisher.Lag > TimeSpan.Zero, "nothing waits");
        Assert.Equal((200, revision), (Minutes(rig.View), rig.View.Revision));
        await rig.Server.RestartAsync(withData);

        await Until.EqualAsync((7L, 1L, 0L), () => (rig.View.OrdersOfMinute(1), rig.View.OrdersOfMinute(500), rig.View.OrdersOfMinute(2)), "what was stored meanwhile");
        await Until.TrueAsync(() => !rig.View.IsStale, "the view is fresh");
        Assert.Equal(200, Minutes(rig.View));
        Assert.True(rig.View.Revision > revision && rig.View.DayRevision(SampleForms.Day) > day, "revisions did not grow");
        await Until.TrueAsync(() => rig.Silo.Publisher is { IsConnected: true, PendingKeys: 0 }, "the publisher is connected and has nothing left");
        Assert.Equal(!withData, rig.Republished > 1);
        Assert.Single(rig.Log, line => line.StartsWith("5101 ", StringComparison.Ordinal) && line.Contains("reached", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FlushAll_NothingElseHappens_IsFilledAgainWhileReadersKeepTheirFigures()
    {
        await using var rig = await RedisRig.StartAsync();
        Fill(rig.Silo, 3_000);
        await Until.EqualAsync(3_000, () => Minutes(rig.View), "the minutes before");
        var (revision, republished) = (rig.View.Revision, rig.Republished);
        var least = int.MaxValue;
        using var watching = new CancellationTokenSource();
        var watch = Task.Run(() =>
        {
            while (!watching.IsCancellationRequested)
                least = Math.Min(least, Minutes(rig.View));
        });

        await rig.ExecuteAsync("FLUSHALL");

        await Until.TrueAsync(() => rig.View.Revision > revision && !rig.View.IsStale, "the view was read again");
        await watching.CancelAsync();
        await watch;
        Assert.Equal(3_000, least);
        Assert.Equal(3_000, Minutes(rig.View));
        Assert.Equal(republished + 1, rig.Republished);
    }

    [Fact]
    public async Task Rebuild_UnderReaders_IsFilledAgainAndSaysSo()
    {
        await using var rig = await RedisRig.StartAsync();
        Fill(rig.Silo, 500);
        await Until.EqualAsync(500, () => Minutes(rig.View), "the minutes before");
        var (revision, republished) = (rig.View.Revision, rig.Republished);

        await using var connection = new RedisConnection(new RedisOptions { Configuration = $"127.0.0.1:{rig.Server.Port}", KeyPrefix = "test" });
        var result = await new RedisRebuild(connection, TimeProvider.System).RunAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.True(result is { Took: not null, Fault: null }, $"{result}");
        await Until.TrueAsync(() => rig.View.Revision > revision && !rig.View.IsStale, "the view was read again");
        Assert.Equal(500, Minutes(rig.View));
        Assert.Equal(republished + 1, rig.Republished);
    }

    [Fact]
    public async Task Rebuild_NoServer_SaysWhatIsWrong()
    {
        await using var connection = new RedisConnection(new RedisOptions { Configuration = $"127.0.0.1:{Servers.ServerProcess.FreePort()},connectTimeout=200" });
        var result = await new RedisRebuild(connection, TimeProvider.System).RunAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        Assert.Contains("cannot be", result.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_OnlyTheForms_IsNoticedAndFilledAgain()
    {
        await using var rig = await RedisRig.StartAsync();
        Fill(rig.Silo, 100);
        await Until.EqualAsync(100, () => Minutes(rig.View), "the minutes before");
        var revision = rig.View.Revision;

        await rig.ExecuteAsync("DEL", "{test}:forms");

        await Until.TrueAsync(() => rig.View.Revision > revision, "the view was read again");
        Assert.Equal(100, Minutes(rig.View));
    }

    [Fact]
    public async Task Freeze_ForSomeSeconds_ReadersKeepTheirFiguresAndCatchUp()
    {
        await using var rig = await RedisRig.StartAsync();
        Fill(rig.Silo, 50);
        await Until.EqualAsync(50, () => Minutes(rig.View), "the minutes before");

        rig.Server.Process.Freeze();
        for (var minute = 0; minute < 50; minute++)
            rig.OtherSilo.Store(SampleForms.Minute(minute), SampleForms.Of(SampleForms.Minute(minute), 2, revision: 2));
        await Until.TrueAsync(() => rig.View.IsStale && rig.OtherSilo.Publisher.Fault is not null, "both ends have noticed");
        Assert.Equal(1, rig.View.OrdersOfMinute(7));
        rig.Server.Process.Thaw();

        await Until.EqualAsync((50, false), () => (Enumerable.Range(0, 50).Count(minute => rig.View.OrdersOfMinute(minute) == 2), rig.View.IsStale), "what was stored meanwhile");
    }

    [Fact]
    public async Task RollBack_ToAnOlderCopy_IsNoticedAndFilledAgain()
    {
        await using var rig = await RedisRig.StartAsync();
        rig.Silo.Store(SampleForms.National(), SampleForms.Of(SampleForms.National(), 1));
        await Until.EqualAsync(1, () => rig.View.Orders(), "the first form");
        var old = (byte[])(await rig.ExecuteAsync("DUMP", "{test}:forms"))!;
        var (revisions, sequence) = ((byte[])(await rig.ExecuteAsync("DUMP", "{test}:revisions"))!, (string)(await rig.ExecuteAsync("HGET", "{test}:state", "sequence"))!);
        rig.Silo.Store(SampleForms.National(), SampleForms.Of(SampleForms.National(), 2, revision: 2));
        await Until.EqualAsync(2, () => rig.View.Orders(), "the second form");
        var revision = rig.View.Revision;

        await rig.ExecuteAsync("RESTORE", "{test}:forms", 0, old, "REPLACE");
        await rig.ExecuteAsync("RESTORE", "{test}:revisions", 0, revisions, "REPLACE");
        await rig.ExecuteAsync("HSET", "{test}:state", "sequence", sequence);

        await Until.TrueAsync(() => rig.View.Revision > revision && !rig.View.IsStale, "the view was read again");
        Assert.Equal(2, rig.View.Orders());
        await using var late = rig.AddApi();
        await Until.EqualAsync(2, () => late.View.Orders(), "the second form in a new reader");
    }

    [Fact]
    public async Task Announcements_AreLost_ReadersFollowAllTheSame()
    {
        await using var rig = await RedisRig.StartAsync();
        await rig.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");

        rig.Silo.Store(SampleForms.National(), SampleForms.Of(SampleForms.National(), 1));
        await Until.EqualAsync(1, () => rig.View.Orders(), "what was published without subscribers");

        await rig.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal");
        rig.Silo.Store(SampleForms.National(), SampleForms.Of(SampleForms.National(), 2, revision: 2));
        await Until.EqualAsync(2, () => rig.View.Orders(), "what was published after all connections were cut");
    }

    [Fact]
    public async Task Corrupt_FormInRedis_IsLeftOutAndNamedOnce()
    {
        await using var rig = await RedisRig.StartAsync();
        Fill(rig.Silo, 10);
        await Until.EqualAsync(10, () => Minutes(rig.View), "the minutes before");

        await rig.ExecuteAsync("HSET", "{test}:forms", SampleForms.Minute(3), "nonsense");
        await using var late = rig.AddApi();

        await Until.TrueAsync(() => late.Reader.IsLoaded, "the new reader has read everything");
        Assert.Equal((9, 1), (Minutes(late.View), late.Reader.CorruptForms));
        var line = Assert.Single(rig.Log, line => line.StartsWith("5103 ", StringComparison.Ordinal));
        Assert.Contains(SampleForms.Minute(3), line, StringComparison.Ordinal);
        rig.Silo.Store(SampleForms.Minute(3), SampleForms.Of(SampleForms.Minute(3), 2, revision: 2));
        await Until.EqualAsync(10, () => Minutes(late.View), "the minute once it was stored again");
    }

    [Fact]
    public async Task Full_WhileAway_ForgetsAndPublishesEverythingFromTheDatabase()
    {
        await using var rig = await RedisRig.StartAsync(options => options.MaxPendingKeys = 1_000);
        Fill(rig.Silo, 900);
        await Until.EqualAsync(900, () => Minutes(rig.View), "the minutes before");

        await rig.Server.Process.KillAsync();
        rig.Silo.Delete(SampleForms.Minute(5));
        for (var minute = 1_000; minute < 2_400; minute++)
            rig.Silo.Store(SampleForms.Minute(minute), SampleForms.Of(SampleForms.Minute(minute), 1));
        await Until.EqualAsync(0, () => rig.Silo.Publisher.PendingKeys, "the keys that wait, all of which are forgotten");
        Assert.Single(rig.Log, line => line.StartsWith("5003 ", StringComparison.Ordinal));
        await rig.Server.RestartAsync(withData: true);

        await Until.EqualAsync(899 + 1_400, () => Minutes(rig.View), "all that the database has, and nothing that it has not");
    }

    [Fact]
    public async Task Full_WhileRedisIsFilled_WhatWasForgottenIsNotTakenForWhole()
    {
        await using var rig = await RedisRig.StartAsync(options => options.MaxPendingKeys = 100);
        for (var minute = 0; minute < 300; minute++)
            rig.Rows[SampleForms.Minute(minute)] = SampleForms.Of(SampleForms.Minute(minute), 1);
        var (fills, filledBefore) = (0, Filled());
        rig.AfterRepublishing = publish =>
        {
            // Without waiting for room, as grains publish while the last rows still wait.
            if (fills++ == 0)
                _ = rig.Rows.Select(row => publish(row.Key, row.Value, CancellationToken.None).AsTask()).ToArray();
        };

        await rig.ExecuteAsync("FLUSHALL");

        await Until.EqualAsync(300, () => Minutes(rig.View), "all that the database has");
        await Until.TrueAsync(() => Filled() > filledBefore, "the log says that it is filled");
        Assert.Equal((2, 1), (fills, Filled() - filledBefore));

        int Filled() => rig.Log.Count(line => line.StartsWith("5011 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_MoreThanAThousandPages_IsShownWhole()
    {
        await using var rig = await RedisRig.StartAsync();
        Fill(rig.Silo, 1_100);
        await Until.EqualAsync(1_100, () => Minutes(rig.View), "the minutes before");

        await using var late = rig.AddApi(pageKeys: 1);

        await Until.TrueAsync(() => late.Reader.IsLoaded, "the new reader has read everything");
        Assert.Contains(rig.Log, line => line.StartsWith("5104 ", StringComparison.Ordinal) && line.Contains(" 1100 keys ", StringComparison.Ordinal));
        Assert.Equal(1_100, Minutes(late.View));
    }

    [Fact]
    public async Task Republish_NoRowComes_LockIsNotKeptUntilOneDoes()
    {
        await using var rig = await RedisRig.StartAsync();
        Fill(rig.Silo, 3);
        await Until.EqualAsync(3, () => Minutes(rig.View), "the minutes before");
        using var row = new SemaphoreSlim(0);
        rig.BeforeRow = row.WaitAsync;
        await rig.ExecuteAsync("FLUSHALL");
        await Until.TrueAsync(() => LockMs() > 0, "somebody holds the lock");

        // A third of its 15 s passes between two renewals.
        await Until.TrueAsync(() => LockMs() is > 0 and < 9_000, "the lock runs out while no row comes");
        row.Release();
        await Until.TrueAsync(() => LockMs() > 12_000, "the lock is kept since a row has come");
        row.Release(2);
        await Until.EqualAsync((3, false), () => (Minutes(rig.View), rig.View.IsStale), "what the database has");

        long LockMs() => (long)rig.ExecuteAsync("PTTL", "{test}:republisher").GetAwaiter().GetResult();
    }

    [Fact]
    public async Task Republish_SinceASiloDied_PublishesWhatItHadNotWritten()
    {
        await using var rig = await RedisRig.StartAsync();
        Fill(rig.Silo, 10);
        await Until.EqualAsync(10, () => Minutes(rig.View), "the minutes before");
        rig.Rows[SampleForms.Minute(4)] = SampleForms.Of(SampleForms.Minute(4), 9, revision: 50);

        rig.OtherSilo.Publisher.RequestRepublish(SampleForms.Start.AddSeconds(40));

        await Until.EqualAsync(9, () => rig.View.OrdersOfMinute(4), "what only the database had");
        Assert.False(rig.View.IsStale);
    }

    [Fact]
    public async Task Remove_OlderPublishComesLater_StaysRemoved()
    {
        await using var rig = await RedisRig.StartAsync();
        var key = SampleForms.Minute(1);
        rig.Silo.Store(key, SampleForms.Of(key, 1, revision: 3));
        await Until.EqualAsync(1, () => rig.View.OrdersOfMinute(1), "the minute");
        rig.Silo.Delete(key);
        await Until.EqualAsync(0, () => rig.View.OrdersOfMinute(1), "the minute is gone");

        // Another silo had still to write an older form, or read the row before it was deleted.
        rig.OtherSilo.Publisher.Publish(key, SampleForms.Of(key, 1, revision: 3));
        rig.OtherSilo.Publisher.Publish(key, SampleForms.Of(key, 1, revision: 4));
        rig.OtherSilo.Store(SampleForms.Minute(2), SampleForms.Of(SampleForms.Minute(2), 1));

        await Until.EqualAsync(1, () => rig.View.OrdersOfMinute(2), "what was published after it");
        Assert.Equal(0, rig.View.OrdersOfMinute(1));
    }

    [Fact]
    public async Task Remove_MoreThanAreRemembered_AReaderThatMissedThemReadsEverything()
    {
        await using var rig = await RedisRig.StartAsync();
        Fill(rig.Silo, RedisStore.MaxTombstones + 1_000);
        await Until.EqualAsync(RedisStore.MaxTombstones + 1_000, () => Minutes(rig.View), "the minutes before");

        await using var absent = rig.AddApi();
        await Until.EqualAsync(rig.View.Revision, () => absent.View.Revision, "the revision of the second reader");
        await absent.Reader.StopAsync(CancellationToken.None);
        for (var minute = 0; minute < RedisStore.MaxTombstones + 900; minute++)
            rig.Silo.Delete(SampleForms.Minute(minute));

        await Until.EqualAsync(100, () => Minutes(rig.View), "the minutes that are left");
        Assert.Equal(RedisStore.MaxTombstones, (long)await rig.ExecuteAsync("ZCARD", "{test}:tombstones"));
        Assert.Equal(RedisStore.MaxTombstones + 100, (long)await rig.ExecuteAsync("HLEN", "{test}:revisions"));
        await absent.Reader.StartAsync(CancellationToken.None);
        await Until.EqualAsync((100, rig.View.Revision), () => (Minutes(absent.View), absent.View.Revision), "the minutes of the reader that was absent");
    }

    private static void Fill(SiloEnd silo, int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
            silo.Store(SampleForms.Minute(minute), SampleForms.Of(SampleForms.Minute(minute), 1));
    }

    private static int Minutes(FiguresView view) => view.Days()
        .Sum(day => view.Day(day) is { } known ? Enumerable.Range(0, 1440).Count(minute => known.Figures.Minute(minute) is { Orders.Total: > 0 }) : 0);
}
