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

    private HashSet<TargetId> lost = [];

    /// <summary>
    /// Publishes events, each target's in their order. An event that is lost on the way is no fault here: its target does
    /// not confirm, and the feeder sends it again.
    /// </summary>
    /// <param name="events">The events.</param>
    /// <param name="loss">Is cancelled when a silo has gone: nothing is waited for any more.</param>
    public async Task PublishAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken loss)
    {
        if (events.Count == 0)
            return;
        state.Published(events.Count);

        // The first ones go over streams: a target's later event that overtakes them is sent again, not lost.
        var streamed = route.StreamedOf(events.Count);
        route.Streamed(streamed);
        for (var start = 0; start < events.Count && !loss.IsCancellationRequested; start += Window)
            await PublishAsync(events, start, Math.Min(Window, events.Count - start), streamed, loss);
    }

    /// <summary>Takes the targets of which an event since the last call is known not to have been published.</summary>
    public IReadOnlySet<TargetId> TakeLost()
    {
        var taken = lost;
        lost = [];
        return taken;
    }

    private async Task PublishAsync(IReadOnlyList<OutgoingEvent> events, int start, int count, int streamed, CancellationToken loss)
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
