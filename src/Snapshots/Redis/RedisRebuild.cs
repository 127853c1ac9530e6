namespace RechargeMonitor.Snapshots.Redis;

/// <summary>How far a rebuild has come.</summary>
/// <param name="Took">How long it took until everything was there again; nothing where that did not happen in time.</param>
/// <param name="Fault">What is wrong with Redis, if that was the reason.</param>
public sealed record RedisRebuildResult(TimeSpan? Took, string? Fault);

/// <summary>
/// Has a silo fill Redis again from the database: what is there is dropped and a new epoch begun, in one step, as if Redis
/// had lost it. Readers keep their last known figures meanwhile.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="time">The clock.</param>
public sealed class RedisRebuild(RedisConnection connection, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly RedisStore store = new(connection);

    /// <summary>Drops what is there, and waits until a silo has published everything.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting; what was begun goes on.</param>
    public async Task<RedisRebuildResult> RunAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            var state = await store.WriteAsync([], knownSequence: 0, beginAnew: true, cancellationToken);
            var started = time.GetTimestamp();
            while (!state.IsComplete && time.GetElapsedTime(started) < patience)
            {
                await Task.Delay(Pause, time, cancellationToken);
                state = (await store.ReadAsync(epoch: "", after: 0, limit: 1, cancellationToken)).State;
            }

            return new RedisRebuildResult(state.IsComplete ? time.GetElapsedTime(started) : null, null);
        }
        catch (Exception exception) when (RedisFault.IsFault(exception))
        {
            return new RedisRebuildResult(null, connection.Describe(exception));
        }
    }
}
