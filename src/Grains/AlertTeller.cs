using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Alerts;

namespace RechargeMonitor.Grains;

/// <summary>
/// Tells receivers what waits for them in a state's outbox, each at its own pace, beside the calls of the grain that keeps
/// the state, and on its scheduler. Only what is stored is told, and what was told is stored at once.
/// </summary>
/// <param name="alerts">The state.</param>
/// <param name="change">Makes a change that no other one overlaps, and stores the state if it returns true.</param>
/// <param name="receivers">Who is told.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class AlertTeller(
    AlertState alerts, Func<Func<AlertState, bool>, Task> change, IAlertReceivers receivers, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan RemindInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetryDelay = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource stop = new();
    private readonly HashSet<string> beingTold = [];
    private DateTimeOffset remindedAt;

    /// <summary>Begins to tell those for whom something waits and who are not being told.</summary>
    public void Tell()
    {
        foreach (var receiver in receivers.Names)
        {
            if (alerts.Outbox.Count(receiver) > 0 && beingTold.Add(receiver))
                _ = TellAsync(receiver);
        }

        Remind();
    }

    /// <summary>Tells no more; whoever keeps the alerts next tells what is left.</summary>
    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private async Task TellAsync(string receiver)
    {
        var stopping = stop.Token;
        try
        {
            var delay = FirstRetryDelay;
            while (await NextAsync(receiver) is { Count: > 0 } events)
            {
                if (await receivers.TrySendAsync(receiver, events, stopping))
                {
                    delay = FirstRetryDelay;
                    await change(current =>
                    {
                        current.Outbox.Sent(receiver, events);
                        return true;
                    });
                    continue;
                }

                await Task.Delay(delay, time, stopping);
                delay = delay * 2 < LastRetryDelay ? delay * 2 : LastRetryDelay;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is left waits in the stored state.
        }
        catch (Exception exception)
        {
            // It could not be stored, and the grain is loaded again: the receiver may be told once more.
            LogNotStored(logger, receiver, exception.Message);
        }
        finally
        {
            beingTold.Remove(receiver);
        }
    }

    private async Task<IReadOnlyList<AlertEvent>> NextAsync(string receiver)
    {
        IReadOnlyList<AlertEvent> next = [];
        await change(current =>
        {
            next = current.Outbox.Next(receiver, IAlertReceivers.MaxEvents);
            return false;
        });
        return next;
    }

    /// <summary>Tells forgetful receivers of what is still open, when it is time again.</summary>
    private void Remind()
    {
        var now = time.GetUtcNow();
        if (receivers.Forgetful.Count == 0 || now - remindedAt < RemindInterval)
            return;
        remindedAt = now;
        AlertEvent[] open = [.. alerts.Board.Open.Select(alert => new AlertEvent(AlertChange.Opened, alert))];
        foreach (var receiver in receivers.Forgetful)
        {
            if (open.Length > 0 && beingTold.Add(receiver))
                _ = RemindAsync(receiver, open);
        }
    }

    // It counts as being told, or the end of an alert could overtake a reminder of it. What fails is told the next time.
    private async Task RemindAsync(string receiver, AlertEvent[] open)
    {
        var stopping = stop.Token;
        try
        {
            foreach (var events in open.Chunk(IAlertReceivers.MaxEvents))
                await receivers.TrySendAsync(receiver, events, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Whoever keeps the alerts next reminds.
        }
        finally
        {
            beingTold.Remove(receiver);
        }
    }

    [LoggerMessage(2103, LogLevel.Warning, "That {Receiver} was told of an alert could not be stored, so it may be told again: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string receiver, string reason);
}
