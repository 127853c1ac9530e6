using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Alerts;

/// <summary>
/// What each receiver has not been told yet, in its order. It is stored together with the alerts, so that whatever opens or
/// ends is told at least once, and twice only where the process dies between sending and storing that it did.
/// </summary>
public sealed class AlertOutbox
{
    /// <summary>How many events wait for a receiver at the most; then the oldest ones are dropped.</summary>
    public const int MaxWaiting = 1000;

    /// <summary>How many receivers there may be.</summary>
    public const int MaxReceivers = 32;

    private const int MaxNameBytes = 1024;

    private readonly SortedDictionary<string, Queue<AlertEvent>> waiting = new(StringComparer.Ordinal);

    /// <summary>How many events wait for a receiver.</summary>
    public int Count(string receiver) => waiting.TryGetValue(receiver, out var events) ? events.Count : 0;

    /// <summary>Lets events wait for receivers. Returns how many older ones were dropped for want of room.</summary>
    public int Add(IReadOnlyCollection<AlertEvent> events, IReadOnlyList<string> receivers)
    {
        var dropped = 0;
        foreach (var receiver in events.Count == 0 ? [] : receivers)
        {
            if (!waiting.TryGetValue(receiver, out var queue))
                waiting.Add(receiver, queue = new Queue<AlertEvent>());
            foreach (var added in events)
                queue.Enqueue(added);
            for (; queue.Count > MaxWaiting; dropped++)
                queue.Dequeue();
        }

        return dropped;
    }

    /// <summary>The oldest events that wait for a receiver.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="limit">How many at the most.</param>
    public IReadOnlyList<AlertEvent> Next(string receiver, int limit) =>
        waiting.TryGetValue(receiver, out var events) ? [.. events.Take(limit)] : [];

    /// <summary>A receiver was told these events; they wait no longer.</summary>
    public void Sent(string receiver, IReadOnlyList<AlertEvent> events)
    {
        // Those at the front may have been dropped meanwhile.
        if (!waiting.TryGetValue(receiver, out var queue))
            return;
        while (queue.TryPeek(out var first) && events.Contains(first, ReferenceEqualityComparer.Instance))
            queue.Dequeue();
        if (queue.Count == 0)
            waiting.Remove(receiver);
    }

    /// <summary>Forgets what waits for receivers that are no longer there. Returns whether there was any.</summary>
    public bool KeepOnly(IReadOnlyCollection<string> receivers)
    {
        var gone = waiting.Keys.Except(receivers).ToArray();
        foreach (var receiver in gone)
            waiting.Remove(receiver);
        return gone.Length > 0;
    }

    internal void WriteTo(FormWriter writer)
    {
        writer.WriteCount(waiting.Count);
        foreach (var (receiver, events) in waiting)
        {
            writer.WriteText(receiver);
            writer.WriteCount(events.Count);
            foreach (var waitingEvent in events)
                waitingEvent.WriteTo(writer);
        }
    }

    internal static AlertOutbox ReadFrom(ref FormReader reader)
    {
        var outbox = new AlertOutbox();
        for (var left = reader.ReadCount(int.MaxValue); left > 0; left--)
        {
            var (receiver, queue) = (reader.ReadText(MaxNameBytes), new Queue<AlertEvent>());
            for (var events = reader.ReadCount(MaxWaiting); events > 0; events--)
                queue.Enqueue(AlertEvent.ReadFrom(ref reader));
            if (!outbox.waiting.TryAdd(receiver, queue))
                throw new FormatException($"the alerts name receiver {receiver} twice");
        }

        return outbox;
    }
}
