using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>Brings events to their targets: over streams, or by direct calls where streams stay silent.</summary>
internal sealed partial class EventPublisher(IClusterClient client, FeedingState state, ILogger logger)
{
    private readonly Orleans.Streams.IStreamProvider days = client.GetStreamProvider(TargetStreams.DayProvider);
    private readonly Orleans.Streams.IStreamProvider minutes = client.GetStreamProvider(TargetStreams.MinuteProvider);

    /// <summary>Whether events go by direct calls.</summary>
    public bool IsDirect { get; set; }

    /// <summary>
    /// Publishes events, each target's in their order. An event that is lost on the way is no fault here: its target does
    /// not confirm, and the feeder sends it again.
    /// </summary>
    public async Task PublishAsync(IReadOnlyList<OutgoingEvent> events)
    {
        if (events.Count == 0)
            return;
        state.Published(events.Count);
        var sending = new Task[events.Count];
        for (var index = 0; index < events.Count; index++)
            sending[index] = SendAsync(events[index]);
        try
        {
            await Task.WhenAll(sending);
        }
        catch (Exception exception)
        {
            LogLost(logger, sending.Count(task => !task.IsCompletedSuccessfully), exception.Message);
        }
    }

    private Task SendAsync(OutgoingEvent outgoing)
    {
        var message = new NotificationEvent(outgoing.Payload);
        if (IsDirect)
            return TargetStreams.GrainOf(client, outgoing.Target).DeliverAsync(message);
        var provider = TargetStreams.ProviderOf(outgoing.Target.Kind) == TargetStreams.DayProvider ? days : minutes;
        return provider.GetStream<NotificationEvent>(TargetStreams.StreamOf(outgoing.Target)).OnNextAsync(message);
    }

    [LoggerMessage(3001, LogLevel.Warning, "{Events} events could not be published and will be sent again: {Reason}")]
    private static partial void LogLost(ILogger logger, int events, string reason);
}
