using System.Diagnostics.Tracing;
using System.Globalization;

namespace RechargeMonitor.Monitor.Telemetry;

/// <summary>Says what OpenTelemetry cannot send, once a minute at the most: by itself it drops it and tells nobody.</summary>
internal sealed partial class TelemetryFaults(TimeProvider time, ILogger<TelemetryFaults> logger) : EventListener, IHostedService
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long? said;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
            EnableEvents(eventSource, EventLevel.Warning);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // The runtime tells every listener of counters that another one has asked for.
        if (eventData.EventSource.Name != Exporter)
            return;
        lock (gate)
        {
            if (said is { } last && time.GetElapsedTime(last) < Interval)
                return;
            said = time.GetTimestamp();
        }

        LogNotSent(logger, Reason(eventData));
    }

    private static string Reason(EventWrittenEventArgs written)
    {
        var text = string.Format(CultureInfo.InvariantCulture, written.Message ?? written.EventName ?? "", [.. written.Payload ?? []]);
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    [LoggerMessage(6310, LogLevel.Warning, "Telemetry could not be sent and is dropped until it can: {Reason}")]
    private static partial void LogNotSent(ILogger logger, string reason);
}
