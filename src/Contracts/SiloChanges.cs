namespace RechargeMonitor.Contracts;

/// <summary>
/// What a client knows of the comings and goings of silos. What was on its way to one that has gone never arrives, and nobody
/// says so: whoever waits for an answer stops waiting when a loss is noted.
/// </summary>
public sealed class SiloChanges : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource nextLoss = new();
    private HashSet<Uri>? known;
    private int count;

    /// <summary>How many changes were noted. Any thread may read it.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Is cancelled when the next silo is found to have gone. Any thread may read it.</summary>
    public CancellationToken NextLoss
    {
        get
        {
            lock (gate)
                return nextLoss.Token;
        }
    }

    /// <summary>Notes which silos there are now.</summary>
    /// <param name="silos">Their addresses with their generations: one that was started again at its address is another one.</param>
    public void Found(IEnumerable<Uri> silos)
    {
        CancellationTokenSource? lost = null;
        lock (gate)
        {
            var found = silos.ToHashSet();
            if (known is not null && !found.SetEquals(known))
            {
                Interlocked.Increment(ref count);
                if (!found.IsSupersetOf(known))
                    (lost, nextLoss) = (nextLoss, new CancellationTokenSource());
            }

            known = found;
        }

        // Outside of the lock: what waits for it goes on at once, in this call.
        lost?.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => nextLoss.Dispose();
}
