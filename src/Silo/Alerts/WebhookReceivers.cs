using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Polly;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Alerts.Messages;
using RechargeMonitor.Grains;

namespace RechargeMonitor.Silo.Alerts;

/// <summary>Tells receivers by HTTP. A message is tried some times within half a minute; after that its sender tries again.</summary>
/// <param name="targets">The receivers by their names.</param>
/// <param name="clients">Makes the client, which bounds and repeats its calls.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class WebhookReceivers(
    IReadOnlyDictionary<string, WebhookTarget> targets, IHttpClientFactory clients, TimeProvider time, ILogger<WebhookReceivers> logger) : IAlertReceivers
{
    /// <summary>The client's name.</summary>
    public const string Client = "alerts";

    // A robot's answer has some dozens of bytes.
    private const int MaxAnswerBytes = 64 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    private readonly ConcurrentDictionary<string, string> faults = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. targets.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public IReadOnlyList<string> Forgetful { get; } =
        [.. targets.Where(target => target.Value.Format == WebhookFormat.AlertmanagerApi).Select(target => target.Key).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task<bool> TrySendAsync(string receiver, IReadOnlyList<AlertEvent> events, CancellationToken cancellationToken)
    {
        var target = targets[receiver];
        try
        {
            var refusal = await SendAsync(target, events, cancellationToken);
            Note(receiver, refusal);
            return refusal is null;
        }
        catch (Exception exception) when (exception is HttpRequestException or ExecutionRejectedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Note(receiver, exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } fault ? $"{fault.HttpRequestError}" : "no answer in time");
            return false;
        }
    }

    private async Task<string?> SendAsync(WebhookTarget target, IReadOnlyList<AlertEvent> events, CancellationToken cancellationToken)
    {
        var message = target.Write(events, time.GetUtcNow());
        using var client = clients.CreateClient(Client);
        client.MaxResponseContentBufferSize = MaxAnswerBytes;
        using var content = new ByteArrayContent(message.Body);
        content.Headers.ContentType = Json;
        using var answer = await client.PostAsync(message.Url, content, cancellationToken);
        return answer.IsSuccessStatusCode
            ? target.RefusalOf(await answer.Content.ReadAsByteArrayAsync(cancellationToken))
            : $"status {(int)answer.StatusCode}";
    }

    /// <summary>Says once that a receiver is away, and once that it is back. Its address holds a token, so it is not said.</summary>
    private void Note(string receiver, string? fault)
    {
        if (fault is null)
        {
            if (faults.TryRemove(receiver, out _))
                LogBack(logger, receiver);
        }
        else if (faults.TryAdd(receiver, fault))
        {
            LogAway(logger, receiver, fault);
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "The alert receiver {Receiver} does not take alerts ({Reason}); they wait for it")]
    private static partial void LogAway(ILogger logger, string receiver, string reason);

    [LoggerMessage(1202, LogLevel.Information, "The alert receiver {Receiver} takes alerts again")]
    private static partial void LogBack(ILogger logger, string receiver);
}
