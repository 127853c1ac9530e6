namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// Outboxes to use again. It keeps so much memory at the most, whatever a burst of targets once took: buffers that grew
/// keep their size.
/// </summary>
internal sealed class OutboxPool(int eventBytes)
{
    private readonly Stack<Outbox> outboxes = [];

    /// <summary>How much memory the kept outboxes take.</summary>
    public long MemoryBytes { get; private set; }

    /// <summary>An empty outbox for a target.</summary>
    public Outbox Take(TargetId target)
    {
        if (outboxes.TryPop(out var outbox))
            MemoryBytes -= outbox.MemoryBytes;
        else
            outbox = new Outbox(eventBytes);
        outbox.Reset(target);
        return outbox;
    }

    /// <summary>Keeps an outbox whose events were taken, if there is room for it.</summary>
    public void Return(Outbox outbox)
    {
        if (MemoryBytes + outbox.MemoryBytes > DeliveryLimits.MaxPooledBytes)
            return;
        MemoryBytes += outbox.MemoryBytes;
        outboxes.Push(outbox);
    }
}
