using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>Brings events to their targets, by the way that its route says.</summary>
internal sealed partial class EventPublisher(IClusterClient client, DeliveryRoute route, FeedingState state, ILogger logger)
{
    /// <summary>How many events are on their way at the same time: each is a call with its message and its answer.</summary>
    private const int Window = 1000;

    private readonly Orleans.Streams.IStreamProvider days = client.GetStreamProvider(TargetStreams.DayProvider);
    private readonly Orleans.Streams.IStreamProvider minutes = client.GetStreamProvider(TargetStreams.MinuteProvider);

    /// <inheritdoc cref="IFeedShell.PublishAsync"/>
    public async Task<IReadOnlyCollection<TargetId>> PublishAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken loss)
    {
        state.Published(events.Count);
        var lost = new HashSet<TargetId>();

        // The first ones go over streams: a target's later event that overtakes them is sent again, not lost.
        var streamed = route.StreamedOf(events.Count);
        route.Streamed(streamed);
        for (var start = 0; start < events.Count && !loss.IsCancellationRequested; start += Window)
            await PublishAsync(events, start, Math.Min(Window, events.Count - start), streamed, lost, loss);
        return lost;
    }

    private async Task PublishAsync(
        IReadOnlyList<OutgoingEvent> events, int start, int count, int streamed, HashSet<TargetId> lost, CancellationToken loss)
    {
        var sending = new Task[count];
        for (var index = 0; index < count; index++)
            sending[index] = SendAsync(events[start + index], isDirect: start + index >= streamed);
        try
        {
            await Task.WhenAll(sending).WaitAsync(loss);
        }
        catch (OperationCanceledException) when (loss.IsCancellationRequested)
        {
            // All of it is sent again.
        }
        catch (Exception exception)
        {
            LogLost(logger, sending.Count(task => !task.IsCompletedSuccessfully), exception.Message);
            for (var index = 0; index < count; index++)
            {
                if (!sending[index].IsCompletedSuccessfully)
                    lost.Add(events[start + index].Target);
            }
        }
    }

    private Task SendAsync(OutgoingEvent outgoing, bool isDirect)
    {
        var message = new NotificationEvent(outgoing.Payload);
        if (isDirect)
            return TargetStreams.GrainOf(client, outgoing.Target).DeliverAsync(message);
        var provider = TargetStreams.ProviderOf(outgoing.Target.Kind) == TargetStreams.DayProvider ? days : minutes;
        return provider.GetStream<NotificationEvent>(TargetStreams.StreamOf(outgoing.Target)).OnNextAsync(message);
    }

    [LoggerMessage(3001, LogLevel.Warning, "{Events} events could not be published and will be sent again: {Reason}")]
    private static partial void LogLost(ILogger logger, int events, string reason);
}
