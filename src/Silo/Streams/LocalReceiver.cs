using Orleans.Streams;

namespace RechargeMonitor.Silo.Streams;

/// <summary>Reads a queue, and where it is empty waits until something is written to it.</summary>
/// <param name="queue">Reads what the queue has.</param>
/// <param name="signal">Says when it has something.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalReceiver(IQueueAdapterReceiver queue, QueueSignal signal, TimeProvider time) : IQueueAdapterReceiver
{
    /// <summary>An agent that is waiting drops no old events, so it gets an empty answer this often.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task Initialize(TimeSpan timeout) => queue.Initialize(timeout, CancellationToken.None);

    /// <inheritdoc/>
    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    /// <inheritdoc/>
    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        // What is written after the reset sets the signal, and what was written before is read.
        signal.Reset();
        var messages = await queue.GetQueueMessagesAsync(maxCount, cancellationToken);
        if (messages.Count > 0 || !await signal.WaitAsync(LongestWait, time, cancellationToken))
            return messages;
        return await queue.GetQueueMessagesAsync(maxCount, cancellationToken);
    }

    /// <inheritdoc/>
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => queue.MessagesDeliveredAsync(messages, CancellationToken.None);

    /// <inheritdoc/>
    public Task Shutdown(TimeSpan timeout) => queue.Shutdown(timeout, CancellationToken.None);
}
