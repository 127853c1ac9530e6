namespace RechargeMonitor.Snapshots.Redis;

/// <summary>
/// What is to be written, of each key the newest only, in the order in which keys first changed. It is bounded: when it is
/// full it forgets everything, and says so until it is asked to begin anew.
/// </summary>
internal sealed class PendingChanges(int maxKeys, long maxBytes, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, PendingChange> changes = [];
    private readonly Queue<(string Key, long Since)> order = [];
    private long bytes;
    private long added;
    private long settled;
    private long generation;
    private long? takenSince;
    private bool isForgetful;
    private long forgotten;
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count => Locked(() => changes.Count);

    public long Bytes => Locked(() => bytes);

    /// <summary>Whether it was full: what came since then is forgotten too.</summary>
    public bool IsForgetful => Locked(() => isForgetful);

    /// <summary>How often everything was forgotten; nothing while what comes is forgotten too. Between two equal answers nothing was.</summary>
    public long? Forgotten => Locked(() => isForgetful ? (long?)null : forgotten);

    /// <summary>How long the oldest change has been waiting.</summary>
    public TimeSpan Lag => Locked(() => (takenSince ?? (order.TryPeek(out var oldest) ? oldest.Since : null)) is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero);

    /// <summary>Adds a change. Returns false where it made everything be forgotten.</summary>
    public bool Add(PendingChange change)
    {
        lock (gate)
        {
            if (isForgetful)
                return true;
            Put(change, static (known, later) => known.Then(later));
            if (changes.Count <= maxKeys && bytes <= maxBytes)
                return true;
            Clear();
            isForgetful = true;
            return false;
        }
    }

    /// <summary>Takes the oldest changes out. What becomes of them must be said by <see cref="Settle"/> or <see cref="Return"/>.</summary>
    public IReadOnlyList<PendingChange> Take(int limit, long limitBytes)
    {
        lock (gate)
        {
            var taken = new List<PendingChange>(Math.Min(limit, order.Count));
            var takenBytes = 0L;
            while (taken.Count < limit && takenBytes < limitBytes && order.TryDequeue(out var next))
            {
                takenSince ??= next.Since;
                changes.Remove(next.Key, out var change);
                takenBytes += change!.Bytes;
                taken.Add(change);
            }

            bytes -= takenBytes;
            return taken;
        }
    }

    /// <summary>What was taken is written.</summary>
    public void Settle(int count)
    {
        lock (gate)
        {
            settled += count;
            takenSince = null;
            Move();
        }
    }

    /// <summary>What was taken could not be written.</summary>
    public void Return(IEnumerable<PendingChange> taken)
    {
        lock (gate)
        {
            generation++;
            takenSince = null;
            foreach (var change in taken.Where(_ => !isForgetful))
            {
                settled++;
                Put(change, static (later, earlier) => earlier.Then(later));
            }

            Move();
        }
    }

    /// <summary>What comes from now on is kept again.</summary>
    public void BeginAnew()
    {
        lock (gate)
            isForgetful = false;
    }

    /// <summary>After all was forgotten: it stays so.</summary>
    public void StayForgetful()
    {
        lock (gate)
        {
            Clear();
            isForgetful = true;
        }
    }

    /// <summary>Waits until everything that was added before is written.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var (mark, seen) = Locked(() => (added, generation));
        while (true)
        {
            Task move;
            lock (gate)
            {
                // What was given back stands at the end again.
                if (generation != seen)
                    (mark, seen) = (added, generation);
                if (settled >= mark)
                    return;
                move = moved.Task;
            }

            await move.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until less than half of what may wait does.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task move;
            lock (gate)
            {
                if (isForgetful || (bytes < maxBytes / 2 && changes.Count < maxKeys / 2))
                    return;
                move = moved.Task;
            }

            await move.WaitAsync(cancellationToken);
        }
    }

    private void Put(PendingChange change, Func<PendingChange, PendingChange, PendingChange> merge)
    {
        if (changes.TryGetValue(change.Key, out var known))
        {
            var merged = merge(known, change);
            bytes += merged.Bytes - known.Bytes;
            changes[change.Key] = merged;
            return;
        }

        changes.Add(change.Key, change);
        order.Enqueue((change.Key, time.GetTimestamp()));
        bytes += change.Bytes;
        added++;
    }

    private void Clear()
    {
        settled += order.Count;
        forgotten++;
        generation++;
        changes.Clear();
        order.Clear();
        bytes = 0;
        Move();
    }

    private void Move()
    {
        var waiting = moved;
        moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (gate)
            return read();
    }
}
