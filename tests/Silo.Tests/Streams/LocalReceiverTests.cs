using Microsoft.Extensions.Time.Testing;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;
using RechargeMonitor.Silo.Streams;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Streams;

/// <summary>A reader of a queue sleeps while there is nothing, and misses nothing that is written meanwhile.</summary>
public sealed class LocalReceiverTests
{
    private readonly FakeTimeProvider time = new();
    private readonly QueueSignal signal = new();
    private readonly MemoryQueue queue = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private LocalReceiver Receiver => new(queue, signal, time);

    [Fact]
    public async Task GetQueueMessages_QueueHasSome_AnswersAtOnce()
    {
        queue.Write();

        Assert.Single(await Receiver.GetQueueMessagesAsync(8, Stop));
    }

    [Fact]
    public async Task GetQueueMessages_QueueEmpty_WaitsForTheWriter()
    {
        var reading = Receiver.GetQueueMessagesAsync(8, Stop);
        Assert.False(reading.IsCompleted);

        Write();

        Assert.Single(await reading);
        Assert.Equal(2, queue.Reads);
    }

    /// <summary>The signal of what was read already would wake it once for nothing, not again and again.</summary>
    [Fact]
    public async Task GetQueueMessages_SignalOfWhatWasRead_WaitsForWhatComes()
    {
        var receiver = Receiver;
        Write();
        Assert.Single(await receiver.GetQueueMessagesAsync(8, Stop));

        var reading = receiver.GetQueueMessagesAsync(8, Stop);
        Assert.False(reading.IsCompleted);
        Write();

        Assert.Single(await reading);
    }

    [Fact]
    public async Task GetQueueMessages_WrittenWhileItReads_IsNotMissed()
    {
        queue.DuringRead = Write;

        Assert.Single(await Receiver.GetQueueMessagesAsync(8, Stop).WaitAsync(TimeSpan.FromSeconds(10), Stop));
    }

    [Fact]
    public async Task GetQueueMessages_NothingComes_AnswersEmptyNowAndThen()
    {
        var reading = Receiver.GetQueueMessagesAsync(8, Stop);

        time.Advance(LocalReceiver.LongestWait);

        Assert.Empty(await reading);
    }

    [Fact]
    public async Task GetQueueMessages_AgentStops_EndsTheWait()
    {
        using var agent = new CancellationTokenSource();
        var reading = Receiver.GetQueueMessagesAsync(8, agent.Token);

        await agent.CancelAsync();

        Assert.Empty(await reading);
    }

    private void Write()
    {
        queue.Write();
        signal.Set();
    }

    /// <summary>A queue that answers at once what was written.</summary>
    private sealed class MemoryQueue : IQueueAdapterReceiver
    {
        private readonly List<IBatchContainer> written = [];

        public int Reads { get; private set; }

        /// <summary>What happens between a read and its answer, once.</summary>
        public Action? DuringRead { get; set; }

        public void Write() => written.Add(new Message());

        public Task Initialize(TimeSpan timeout) => Task.CompletedTask;

        public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount)
        {
            Reads++;
            IList<IBatchContainer> answer = [.. written.Take(maxCount)];
            written.RemoveRange(0, answer.Count);
            var during = DuringRead;
            DuringRead = null;
            during?.Invoke();
            return Task.FromResult(answer);
        }

        public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

        public Task Shutdown(TimeSpan timeout) => Task.CompletedTask;
    }

    private sealed class Message : IBatchContainer
    {
        public StreamId StreamId => default;

        public StreamSequenceToken SequenceToken { get; } = new EventSequenceTokenV2(1);

        public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => [];

        public bool ImportRequestContext() => false;
    }
}
