namespace RechargeMonitor.Snapshots.Redis;

/// <summary>
/// What happens in Redis in one step. Numbers are written by a format: Lua's own way cuts them to 14 digits, and a sequence
/// has 16. Sequences are microseconds of the server's clock where they are behind it, so they go on growing after everything
/// was lost; they stay below 2^53, which scores, Lua and JavaScript hold exactly.
/// </summary>
internal static class RedisScripts
{
    /// <summary>
    /// Writes changes of keys (none, to look only). KEYS: state, forms, revisions, changes, tombstones. ARGV: an id for a new
    /// epoch, the newest sequence that the caller knows, 1 to begin anew, how many tombstones are kept, the channel, then for
    /// each key: the key, when it was removed in ms or nothing, the revision of its form or nothing, when that was made durable
    /// in ms, the form. Answers epoch, 1 if it is complete, sequence.
    /// </summary>
    public const string Write = """
        local state, forms, revisions, changes, tombstones = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
        local function text(number) return string.format('%.0f', number) end
        local known = redis.call('HMGET', state, 'epoch', 'complete', 'sequence')
        local epoch, complete, sequence = known[1], known[2], tonumber(known[3] or '0')
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
        local floor = tonumber(ARGV[2])

        -- Every key is either held or removed. Where that does not add up something was evicted or deleted.
        local count = redis.call('ZCARD', changes)
        local isWhole = epoch and ARGV[3] ~= '1'
            and count == redis.call('HLEN', forms) + redis.call('ZCARD', tombstones) and count == redis.call('HLEN', revisions)
        if not isWhole then redis.call('UNLINK', state, forms, revisions, changes, tombstones) end

        -- A sequence behind a known one: an older copy took over, by a failover or a restart.
        if not isWhole or sequence < floor then
            epoch, complete, sequence = ARGV[1], '0', math.max(sequence, floor, now)
            redis.call('HSET', state, 'epoch', epoch, 'complete', '0', 'sequence', text(sequence))
        end

        local before = sequence
        if #ARGV > 5 then sequence = math.max(sequence, now) end
        local written = sequence
        for index = 6, #ARGV, 5 do
            local key, removedAt, revision, asOf = ARGV[index], ARGV[index + 1], ARGV[index + 2], ARGV[index + 3]
            local stored = redis.call('HGET', revisions, key)
            local storedRevision, storedAt
            if stored then
                storedRevision, storedAt = string.match(stored, '^(%S+) (%S+)$')
                storedAt = tonumber(storedAt)
            end

            -- A form that was made durable after the removal is another life of its key.
            local at = removedAt ~= '' and tonumber(removedAt)
            if at and (not stored or storedAt < at or (storedAt == at and storedRevision ~= '-')) then
                sequence = sequence + 1
                redis.call('HDEL', forms, key)
                redis.call('HSET', revisions, key, '- ' .. removedAt)
                redis.call('ZADD', changes, text(sequence), key)
                redis.call('ZADD', tombstones, text(sequence), key)
                stored, storedRevision, storedAt = true, '-', at
            end

            local isNewer = revision ~= '' and (not stored
                or (storedRevision == '-' and tonumber(asOf) > storedAt)
                or (storedRevision ~= '-' and tonumber(revision) > tonumber(storedRevision)))
            if isNewer then
                sequence = sequence + 1
                if storedRevision == '-' then redis.call('ZREM', tombstones, key) end
                redis.call('HSET', forms, key, ARGV[index + 4])
                redis.call('HSET', revisions, key, revision .. ' ' .. asOf)
                redis.call('ZADD', changes, text(sequence), key)
            end
        end

        if sequence > written then
            redis.call('HSET', state, 'sequence', text(sequence))
            local surplus = redis.call('ZCARD', tombstones) - tonumber(ARGV[4])
            if surplus > 0 then
                local oldest = redis.call('ZRANGE', tombstones, 0, surplus - 1)
                redis.call('HSET', state, 'pruned', text(tonumber(redis.call('ZSCORE', tombstones, oldest[#oldest]))))
                for _, key in ipairs(oldest) do
                    redis.call('HDEL', revisions, key)
                    redis.call('ZREM', changes, key)
                    redis.call('ZREM', tombstones, key)
                end
            end
            redis.call('PUBLISH', ARGV[5], text(sequence))
        else
            sequence = before
        end
        return {epoch, tonumber(complete or '0'), text(sequence)}
        """;

    /// <summary>
    /// Reads what has changed, with what the keys hold now. KEYS: state, forms, revisions, changes, tombstones. ARGV: the epoch
    /// that the caller follows, the sequence after which to begin, how many keys at the most. Answers epoch (nothing where
    /// something is lost), 1 if it is complete, sequence, pruned; and if the epoch is the caller's and complete, keys with their
    /// sequences in turns, and forms in the same order.
    /// </summary>
    public const string Read = """
        local known = redis.call('HMGET', KEYS[1], 'epoch', 'complete', 'sequence', 'pruned')
        local count = redis.call('ZCARD', KEYS[4])
        local isWhole = known[1]
            and count == redis.call('HLEN', KEYS[2]) + redis.call('ZCARD', KEYS[5]) and count == redis.call('HLEN', KEYS[3])
        if not isWhole then return {'', 0, '0', '0'} end
        local head = {known[1], tonumber(known[2] or '0'), known[3], known[4] or '0'}
        if known[1] ~= ARGV[1] or head[2] ~= 1 then return head end
        local changed = redis.call('ZRANGEBYSCORE', KEYS[4], '(' .. ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, tonumber(ARGV[3]))
        head[5], head[6] = changed, {}
        if #changed > 0 then
            local keys = {}
            for index = 1, #changed, 2 do keys[#keys + 1] = changed[index] end
            head[6] = redis.call('HMGET', KEYS[2], unpack(keys))
        end
        return head
        """;

    /// <summary>All was published in an epoch. KEYS: state. ARGV: the epoch, the channel. Answers 1, or 0 where another epoch began.</summary>
    public const string Complete = """
        if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'complete', '1')
        redis.call('PUBLISH', ARGV[2], redis.call('HGET', KEYS[1], 'sequence'))
        return 1
        """;

    /// <summary>Keeps a lock. KEYS: the lock. ARGV: its holder, for how many ms. Answers 1, or 0 where it is held by another.</summary>
    public const string Hold = """
        local holder = redis.call('GET', KEYS[1])
        if holder and holder ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;

    /// <summary>Gives a lock back. KEYS: the lock. ARGV: its holder.</summary>
    public const string Release = """
        if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
        return 0
        """;
}
