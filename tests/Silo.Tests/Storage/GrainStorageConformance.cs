using Orleans.Storage;
using RechargeMonitor.Grains;
using RechargeMonitor.Silo.Tests.Support;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Storage;

/// <summary>What the delivery protocol needs of a storage. Every database passes the same tests.</summary>
public abstract class GrainStorageConformance : IAsyncLifetime
{
    private const string State = "national";
    private const string Key = "n-20170412-0";

    private StorageHost? host;

    private IGrainStorage Storage => host!.Storage;

    public async ValueTask InitializeAsync() => host = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Read_NothingStored_NoRecord()
    {
        var state = await ReadAsync(Key);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
    }

    [Fact]
    public async Task Write_FirstAndNext_LastIsRead()
    {
        var state = Of(1);
        await WriteAsync(state);
        state.State = Of(2).State;
        await WriteAsync(state);

        var read = await ReadAsync(Key);

        Assert.Equal([2], read.State!.Form);
        Assert.Equal(state.ETag, read.ETag);
    }

    [Fact]
    public async Task Write_FirstWriteTwice_SecondIsConflict()
    {
        await WriteAsync(Of(1));

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(Of(2)));

        Assert.Equal([1], (await ReadAsync(Key)).State!.Form);
    }

    [Fact]
    public async Task Write_StaleVersion_Conflict()
    {
        var first = Of(1);
        await WriteAsync(first);
        var other = await ReadAsync(Key);
        other.State = Of(2).State;
        await WriteAsync(other);
        first.State = Of(3).State;

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(first));

        Assert.Equal([2], (await ReadAsync(Key)).State!.Form);
    }

    [Fact]
    public async Task Write_RepeatedBecauseItsSuccessWasInDoubt_ConflictAndWrittenOnce()
    {
        var state = Of(1);
        await WriteAsync(state);
        var doubtful = await ReadAsync(Key);
        (state.State, doubtful.State) = (Of(2).State, Of(2).State);
        await WriteAsync(state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(doubtful));

        Assert.Equal(state.ETag, (await ReadAsync(Key)).ETag);
    }

    [Fact]
    public async Task Write_AfterConflict_ReaderOfTheNewVersionMayWrite()
    {
        await WriteAsync(Of(1));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(Of(2)));
        var read = await ReadAsync(Key);
        read.State = Of(3).State;

        await WriteAsync(read);

        Assert.Equal([3], (await ReadAsync(Key)).State!.Form);
    }

    [Fact]
    public async Task Clear_Stored_RecordIsGoneAndMayBeMadeAgain()
    {
        var state = Of(1);
        await WriteAsync(state);

        await Storage.ClearStateAsync(State, Id(Key), state);

        Assert.False((await ReadAsync(Key)).RecordExists);
        await WriteAsync(Of(2));
        Assert.Equal([2], (await ReadAsync(Key)).State!.Form);
    }

    [Fact]
    public async Task Clear_StaleVersion_ConflictAndKept()
    {
        var stale = Of(1);
        await WriteAsync(stale);
        var newer = await ReadAsync(Key);
        newer.State = Of(2).State;
        await WriteAsync(newer);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(State, Id(Key), stale));

        Assert.Equal([2], (await ReadAsync(Key)).State!.Form);
    }

    [Fact]
    public async Task WriteAndClear_VersionOfARowThatWasDeletedAndMadeAgain_ConflictAndKept()
    {
        var stale = Of(1);
        await WriteAsync(stale);
        await Storage.ClearStateAsync(State, Id(Key), await ReadAsync(Key));
        var next = Of(2);
        await WriteAsync(next);
        stale.State = Of(3).State;

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(State, Id(Key), stale));

        var read = await ReadAsync(Key);
        Assert.Equal([2], read.State!.Form);
        Assert.Equal(next.ETag, read.ETag);
    }

    [Fact]
    public async Task Write_DeletedMeanwhile_ConflictAndNotInsertedAgain()
    {
        var writer = Of(1);
        await WriteAsync(writer);
        await Storage.ClearStateAsync(State, Id(Key), await ReadAsync(Key));
        writer.State = Of(2).State;

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(writer));

        Assert.False((await ReadAsync(Key)).RecordExists);
    }

    [Fact]
    public async Task Write_MegabyteOfAllBytes_ReadAsWritten()
    {
        var form = new byte[1 << 20];
        new Random(1).NextBytes(form);

        await WriteAsync(new GrainState<StateRow>(new StateRow { Form = form }));

        Assert.Equal(form, (await ReadAsync(Key)).State!.Form);
    }

    [Fact]
    public async Task Write_ConcurrentFirstWrites_ExactlyOneWins()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = $"n-first-{round}";
            var writers = Enumerable.Range(0, 8).Select(number => Of((byte)number)).ToArray();

            var won = await RaceAsync(key, writers);

            Assert.Equal((await ReadAsync(key)).State!.Form, writers[Assert.Single(won)].State!.Form);
        }
    }

    [Fact]
    public async Task Write_ConcurrentWritesOfOneVersion_ExactlyOneWins()
    {
        await WriteAsync(Of(0));
        for (var round = 0; round < 20; round++)
        {
            var writers = new List<GrainState<StateRow>>();
            for (byte number = 0; number < 8; number++)
            {
                var writer = await ReadAsync(Key);
                writer.State = Of(number).State;
                writers.Add(writer);
            }

            var won = await RaceAsync(Key, writers);

            Assert.Equal((await ReadAsync(Key)).State!.Form, writers[Assert.Single(won)].State!.Form);
        }
    }

    [Fact]
    public async Task Write_ManyRowsAtOnce_AllAreStored()
    {
        var keys = Enumerable.Range(0, 400).Select(number => $"m-{number}").ToArray();

        await Task.WhenAll(keys.Select((key, number) => WriteAsync(Of((byte)number), key)));

        for (var number = 0; number < keys.Length; number++)
            Assert.Equal([(byte)number], (await ReadAsync(keys[number])).State!.Form);
    }

    [Theory]
    [InlineData("s-File")]
    [InlineData("s-file ")]
    [InlineData("s-filé")]
    [InlineData("s-file\0")]
    public async Task Write_KeysThatLookAlike_AreDistinct(string other)
    {
        await WriteAsync(Of(1), "s-file");
        await WriteAsync(Of(2), other);

        Assert.Equal([1], (await ReadAsync("s-file")).State!.Form);
        Assert.Equal([2], (await ReadAsync(other)).State!.Form);
    }

    [Fact]
    public async Task Write_TwoStatesOfOneGrain_AreDistinct()
    {
        await WriteAsync(Of(1));
        var rejects = Of(2);

        await Storage.WriteStateAsync("rejects", Id(Key), rejects);

        Assert.Equal([1], (await ReadAsync(Key)).State!.Form);
    }

    private protected abstract Task<StorageHost> StartAsync();

    private static GrainState<StateRow> Of(byte content) => new(new StateRow { Form = [content] });

    private static GrainId Id(string key) => GrainId.Create("national", key);

    private async Task<List<int>> RaceAsync(string key, IReadOnlyList<GrainState<StateRow>> writers)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writes = writers.Select(writer => Task.Run(async () =>
        {
            await start.Task;
            await WriteAsync(writer, key);
        })).ToArray();
        start.SetResult();
        var won = new List<int>();
        for (var number = 0; number < writes.Length; number++)
        {
            if (await Record.ExceptionAsync(() => writes[number]) is not { } exception)
                won.Add(number);
            else
                Assert.IsType<InconsistentStateException>(exception);
        }

        return won;
    }

    private Task WriteAsync(GrainState<StateRow> state, string key = Key) => Storage.WriteStateAsync(State, Id(key), state);

    private async Task<GrainState<StateRow>> ReadAsync(string key)
    {
        var state = new GrainState<StateRow>(new StateRow());
        await Storage.ReadStateAsync(State, Id(key), state);
        return state;
    }
}
