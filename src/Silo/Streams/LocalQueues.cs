using System.Collections.Concurrent;
using Orleans.Providers;
using Orleans.Streams;

namespace RechargeMonitor.Silo.Streams;

/// <summary>
/// The queues of memory streams whose writers and readers are in one process, so that a writer can wake the reader: an event
/// does not wait for the next time that it asks, and a process with nothing to do does not ask ten times a second.
/// </summary>
/// <param name="queues">The queues as they are between processes.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalQueues(MemoryAdapterFactory<DefaultMemoryMessageBodySerializer> queues, TimeProvider time)
    : IQueueAdapterFactory, IQueueAdapter
{
    private readonly ConcurrentDictionary<QueueId, QueueSignal> signals = new();

    /// <inheritdoc/>
    public string Name => queues.Name;

    /// <inheritdoc/>
    public bool IsRewindable => queues.IsRewindable;

    /// <inheritdoc/>
    public StreamProviderDirection Direction => queues.Direction;

    /// <inheritdoc/>
    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    /// <inheritdoc/>
    public IQueueAdapterCache GetQueueAdapterCache() => queues.GetQueueAdapterCache();

    /// <inheritdoc/>
    public IStreamQueueMapper GetStreamQueueMapper() => queues.GetStreamQueueMapper();

    /// <inheritdoc/>
    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) => queues.GetDeliveryFailureHandler(queueId);

    /// <inheritdoc/>
    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => new LocalReceiver(queues.CreateReceiver(queueId), SignalOf(queueId), time);

    /// <inheritdoc/>
    public async Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        await queues.QueueMessageBatchAsync(streamId, events, token, requestContext);
        SignalOf(GetStreamQueueMapper().GetQueueForStream(streamId)).Set();
    }

    private QueueSignal SignalOf(QueueId queueId) => signals.GetOrAdd(queueId, static _ => new QueueSignal());
}
