using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Snapshots;

/// <summary>
/// Holds the books against the figures. The figures run ahead of the books by what is confirmed and not yet committed,
/// never behind; and what they held <see cref="InFlight"/> ago must be in the books by now, whatever has come since. So a
/// surplus is found under traffic as soon as it is more than what that time brings. Callers hold the view's lock.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class BooksBalance(TimeProvider time)
{
    // A commit follows its confirmations within a checkpoint; where a database or a silo stands still, within what that takes.
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(60);

    // Figures change many times a second: those of one second are told apart by nobody.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    // By time; only the first may be older than what is in flight.
    private readonly List<(DateTimeOffset First, DateTimeOffset Last, long[] Figures)> history = [];

    /// <summary>Remembers what the figures hold now.</summary>
    /// <param name="figures">Counted lines by service; nobody changes them any more.</param>
    public void Note(long[] figures)
    {
        var now = time.GetUtcNow();
        if (history.Count > 0 && now - history[^1].First < Step)
            history[^1] = (history[^1].First, now, figures);
        else
            history.Add((now, now, figures));
        while (history.Count > 1 && now - history[1].Last >= InFlight)
            history.RemoveAt(0);
    }

    /// <summary>Forgets what was: from now on there is as much time as at the start.</summary>
    /// <param name="figures">Counted lines by service; nobody changes them any more.</param>
    public void Restart(long[] figures)
    {
        history.Clear();
        Note(figures);
    }

    /// <summary>Whether the books balance with the figures.</summary>
    /// <param name="figures">Counted lines by service, in the figures.</param>
    /// <param name="books">The same in the books.</param>
    /// <param name="mayArrive">Whether anything can arrive in the books now.</param>
    public bool IsBalanced(ReadOnlySpan<long> figures, ReadOnlySpan<long> books, bool mayArrive)
    {
        var due = mayArrive ? Due() : null;
        for (var service = 0; service < Services.Count; service++)
        {
            // Figures that were removed since are not to be in the books.
            if (books[service] > figures[service] || (due is not null && books[service] < Math.Min(due[service], figures[service])))
                return false;
        }

        return true;
    }

    private long[]? Due()
    {
        var before = time.GetUtcNow() - InFlight;
        var index = history.FindLastIndex(entry => entry.Last <= before);
        return index < 0 ? null : history[index].Figures;
    }
}
