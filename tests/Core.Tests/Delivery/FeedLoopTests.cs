using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Core.Delivery;
using Xunit;
using static System.Text.Encoding;

namespace RechargeMonitor.Core.Tests.Delivery;

/// <summary>The life of a partition: what is announced, asked for, opened, held and withdrawn when. The simulator tries the rest.</summary>
public sealed class FeedLoopTests : ISource, IFeedShell, ICheckpointCalls
{
    private const string Partition = "JsonData-0";
    private static readonly byte[] Line = UTF8.GetBytes(Oracle.SampleLine.Order());
    private static readonly PartitionDescriptor Descriptor = new(Partition, Partition, "somewhere", []);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(1);
    private static readonly CheckpointLimits Limits = new(TimeSpan.Zero, 1_000_000, 1_000, TimeSpan.Zero, 2);

    private readonly FakeTimeProvider time = new();
    private readonly Feeder feeder = new(shards: 1);
    private readonly FeedLoop loop;
    private readonly List<TaskCompletionSource<KnownPartition>> asked = [];
    private readonly List<string> calls = [];
    private readonly List<PartitionDescriptor> found = [];
    private readonly List<string> gone = [];
    private int failures;
    private long committed;
    private long? elsewhere;
    private long position = -1;

    public FeedLoopTests() => loop = new FeedLoop(this, this, feeder, Limits, 1, time, CancellationToken.None);

    public CancellationToken NextLoss => CancellationToken.None;

    [Fact]
    public Task Step_BooksAnswered_ReadsFromThereAndCommits() => RunAsync(async () =>
    {
        await AnnounceAsync();
        Answer(0, 5);
        await StepAsync();
        await StepAsync();

        Assert.Equal(["open 5", "committed 6"], calls);
        Assert.Equal(6, committed);
    });

    [Fact]
    public Task Step_AnswerAfterTheWithdrawal_IsNotTaken() => RunAsync(async () =>
    {
        await AnnounceAsync();
        gone.Add(Partition);
        await StepAsync();
        Answer(0, 5);
        await StepAsync();

        Assert.Empty(calls);
        Assert.False(feeder.IsOpen(Partition));
    });

    [Fact]
    public Task Step_AnnouncedAgainBeforeTheAnswer_TakesTheAnswerOfTheLastAskingOnly() => RunAsync(async () =>
    {
        await AnnounceAsync();
        gone.Add(Partition);
        await AnnounceAsync();
        Answer(0, 5);
        await StepAsync();
        Assert.Empty(calls);

        Answer(1, 7);
        await StepAsync();
        Assert.Equal("open 7", calls[0]);
    });

    /// <summary>While a partition cannot be opened, each withdrawal would otherwise leave one more that asks and warns every second.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Step_WithdrawnWhileItCannotBeOpened_AsksForNothingButWhatIsAnnounced(bool isAnnounced) => RunAsync(async () =>
    {
        for (var times = 0; times < 5; times++)
        {
            await AnnounceAsync();
            asked[^1].SetException(new IOException("the database is locked"));
            gone.Add(Partition);
            await StepAsync();
        }

        if (isAnnounced)
        {
            await AnnounceAsync();
            asked[^1].SetException(new IOException("the database is locked"));
        }

        (var before, failures) = (asked.Count, 0);
        time.Advance(LongestBackoff);

        Assert.Equal(isAnnounced ? 1 : 0, asked.Count - before);
        Assert.Equal(0, failures);
        Assert.Equal(isAnnounced ? 1 : 0, loop.UnderWay.Count());
    });

    [Fact]
    public Task Step_CommitRefused_HoldsUntilItsBooksAreKnown() => RunAsync(async () =>
    {
        await AnnounceAsync();
        Answer(0, 5);
        elsewhere = 9;
        await StepAsync();
        await StepAsync();
        Assert.Equal(["open 5", "rewind", "hold"], calls);

        time.Advance(LongestBackoff);
        Answer(1, 9);
        elsewhere = null;
        await StepAsync();
        Assert.Equal("rewind 9", calls[3]);
    });

    [Fact]
    public Task Step_WithdrawnAndAnnouncedAgainDuringACheckpoint_DoesNotTellItsSourceOfTheCommit() => RunAsync(async () =>
    {
        await AnnounceAsync();
        Answer(0, 5);
        var confirming = new TaskCompletionSource();
        Confirming = confirming.Task;
        await StepAsync();
        gone.Add(Partition);
        await AnnounceAsync();
        Answer(1, 5);
        await StepAsync();
        confirming.SetResult();
        await Task.WhenAll(loop.UnderWay);
        await StepAsync();

        Assert.Equal(["open 5", "open 5"], calls.Take(2));
        Assert.Equal(6, committed);
        Assert.DoesNotContain("committed 6", calls.Take(3));
    });

    [Fact]
    public Task Stop_LinesNotSealed_CommitsThem() => RunAsync(async () =>
    {
        await AnnounceAsync();
        Answer(0, 5);
        var confirming = new TaskCompletionSource();
        Confirming = confirming.Task;
        await StepAsync();
        position = 6;
        await StepAsync();
        var stopping = loop.StopAsync(CancellationToken.None);
        confirming.SetResult();
        await stopping;

        Assert.Equal(["open 5", "committed 6", "committed 7"], calls);
    });

    private Task Confirming { get; set; } = Task.CompletedTask;

    /// <summary>Without the test runner's context, what waits for an answer goes on within the call that gives it.</summary>
    private static Task RunAsync(Func<Task> test) => Task.Run(test);

    private Task<FeedStep> StepAsync() => loop.StepAsync(discovers: true);

    private async Task AnnounceAsync()
    {
        found.Add(Descriptor);
        await StepAsync();
    }

    private void Answer(int asking, long offset) => asked[asking].SetResult(new KnownPartition(Descriptor, offset));

    private PartitionStart Start(string call, KnownPartition books)
    {
        calls.Add($"{call} {books.Committed}");
        position = books.Committed;
        return PartitionStart.At(books);
    }

    void ISource.Restore(IReadOnlyList<KnownPartition> known)
    {
    }

    IReadOnlyList<PartitionDescriptor> ISource.Discover()
    {
        var taken = found.ToArray();
        found.Clear();
        return taken;
    }

    IReadOnlyList<string> ISource.Withdrawn()
    {
        var taken = gone.ToArray();
        gone.Clear();
        position = taken.Length > 0 ? -1 : position;
        return taken;
    }

    PartitionStart ISource.Open(KnownPartition books) => Start("open", books);

    PartitionStart ISource.Rewind(KnownPartition books) => Start("rewind", books);

    void ISource.Hold(string partition) => calls.Add("hold");

    /// <summary>There is one line where the partition was opened.</summary>
    int ISource.Poll(ILineSink sink, int maxBytes)
    {
        if (position < 0)
            return 0;
        sink.Take(Partition, position, position + 1, Line);
        position = -1;
        return Line.Length;
    }

    byte[] ISource.FingerprintAt(string partition, long offset) => [];

    void ISource.Committed(string partition, long offset) => calls.Add($"committed {offset}");

    ValueTask IAsyncDisposable.DisposeAsync() => ValueTask.CompletedTask;

    Task<KnownPartition> IFeedShell.OpenAsync(PartitionDescriptor partition)
    {
        asked.Add(new TaskCompletionSource<KnownPartition>());
        return asked[^1].Task;
    }

    Task<IReadOnlyCollection<TargetId>> IFeedShell.PublishAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken loss) =>
        Task.FromResult<IReadOnlyCollection<TargetId>>([]);

    ICheckpointCalls IFeedShell.BeginCheckpoint(IReadOnlyDictionary<string, PartitionDescriptor> partitions) => this;

    Task IFeedShell.RunAsync(CheckpointRound round, CancellationToken stop) => round.RunAsync(stop);

    void IFeedShell.EndCheckpoint(CheckpointRound round, CheckpointOutcome outcome)
    {
    }

    void IFeedShell.Rewind(PartitionDescriptor partition, string reason) => calls.Add("rewind");

    void IFeedShell.CannotOpen(PartitionDescriptor partition, Exception exception) => failures++;

    async Task<TargetConfirmation> ICheckpointCalls.ConfirmAsync(TargetId target, PartitionOffset[] ends)
    {
        await Confirming;
        return TargetConfirmation.Durable;
    }

    Task<long> ICheckpointCalls.CommitAsync(SealedRange range)
    {
        committed = elsewhere ?? range.To;
        return Task.FromResult(committed);
    }
}
