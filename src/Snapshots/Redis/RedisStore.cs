using System.Globalization;
using StackExchange.Redis;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>What the store says of itself.</summary>
/// <param name="Epoch">Names what is stored; another one once it was lost. Empty: something is missing.</param>
/// <param name="IsComplete">Whether everything was published since the epoch began.</param>
/// <param name="Sequence">The newest revision.</param>
internal readonly record struct StoreState(string Epoch, bool IsComplete, long Sequence);

/// <summary>Changes of the store after a sequence.</summary>
/// <param name="State">The store's state at the same moment.</param>
/// <param name="Pruned">Removals up to this sequence may be forgotten.</param>
/// <param name="Changes">Keys with their sequences and what they hold; nothing where they were removed.</param>
internal sealed record StorePage(StoreState State, long Pruned, IReadOnlyList<(string Key, long Sequence, byte[]? Form)> Changes);

/// <summary>The calls to Redis.</summary>
internal sealed class RedisStore(RedisConnection connection)
{
    /// <summary>How many removals are remembered: those of several days that are dropped at once.</summary>
    internal const int MaxTombstones = 10_000;

    private readonly RedisKeys keys = connection.Keys;

    private RedisKey[] AllKeys => [keys.State, keys.Forms, keys.Revisions, keys.Changes, keys.Tombstones];

    /// <summary>Writes changes in one step; without any it looks, and begins a new epoch if something is lost.</summary>
    public async Task<StoreState> WriteAsync(IReadOnlyList<PendingChange> changes, long knownSequence, bool beginAnew, CancellationToken cancellationToken)
    {
        var arguments = new RedisValue[5 + (changes.Count * 5)];
        arguments[0] = Guid.NewGuid().ToString("N");
        arguments[1] = knownSequence;
        arguments[2] = beginAnew ? 1 : 0;
        arguments[3] = MaxTombstones;
        arguments[4] = keys.Announcements.ToString();
        for (var index = 0; index < changes.Count; index++)
        {
            var (place, change) = (5 + (index * 5), changes[index]);
            arguments[place] = change.Key;
            arguments[place + 1] = change.RemovedAt is { } removedAt ? removedAt.ToUnixTimeMilliseconds() : RedisValue.EmptyString;
            arguments[place + 2] = change.Form is { } form ? form.Head.Revision : RedisValue.EmptyString;
            arguments[place + 3] = change.Form is { } dated ? dated.Head.AsOf.ToUnixTimeMilliseconds() : RedisValue.EmptyString;
            arguments[place + 4] = change.Form is { } held ? held.Bytes : RedisValue.EmptyString;
        }

        return StateOf(await CallAsync(RedisScripts.Write, AllKeys, arguments, cancellationToken));
    }

    /// <summary>Reads the changes after a sequence.</summary>
    public async Task<StorePage> ReadAsync(string epoch, long after, int limit, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(RedisScripts.Read, AllKeys, [epoch, after, limit], cancellationToken);
        var state = StateOf(answer);
        if (answer.Length <= 4)
            return new StorePage(state, (long)answer[3], []);
        var (changed, forms) = (answer[4], answer[5]);
        var changes = new (string, long, byte[]?)[forms.Length];
        for (var index = 0; index < changes.Length; index++)
            changes[index] = ((string)changed[index * 2]!, Number(changed[(index * 2) + 1]), (byte[]?)forms[index]);
        return new StorePage(state, Number(answer[3]), changes);
    }

    /// <summary>Says that everything was published in an epoch. Returns whether it is still that epoch.</summary>
    public async Task<bool> CompleteAsync(string epoch, CancellationToken cancellationToken) =>
        (long)await CallAsync(RedisScripts.Complete, [keys.State], [epoch, keys.Announcements.ToString()], cancellationToken) == 1;

    /// <summary>Takes or keeps the right to publish everything. Returns whether nobody else has it.</summary>
    public async Task<bool> TryHoldAsync(string holder, TimeSpan duration, CancellationToken cancellationToken) =>
        (long)await CallAsync(RedisScripts.Hold, [keys.Republisher], [holder, (long)duration.TotalMilliseconds], cancellationToken) == 1;

    /// <summary>Gives it back.</summary>
    public Task ReleaseAsync(string holder, CancellationToken cancellationToken) =>
        CallAsync(RedisScripts.Release, [keys.Republisher], [holder], cancellationToken);

    /// <summary>Calls <paramref name="announced"/> whenever something has changed.</summary>
    public async Task SubscribeAsync(Action announced, CancellationToken cancellationToken)
    {
        var multiplexer = await connection.OpenAsync(cancellationToken);
        await multiplexer.GetSubscriber().SubscribeAsync(keys.Announcements, (_, _) => announced()).WaitAsync(cancellationToken);
    }

    private async Task<RedisResult> CallAsync(string script, RedisKey[] scriptKeys, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        var multiplexer = await connection.OpenAsync(cancellationToken);
        return await multiplexer.GetDatabase().ScriptEvaluateAsync(script, scriptKeys, arguments).WaitAsync(cancellationToken);
    }

    private static StoreState StateOf(RedisResult answer) => new((string)answer[0]!, (int)answer[1] == 1, Number(answer[2]));

    // A score comes as text of a double.
    private static long Number(RedisResult value) => (long)double.Parse((string)value!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
