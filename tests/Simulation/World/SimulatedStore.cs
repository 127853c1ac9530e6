namespace RechargeMonitor.Simulation;

/// <summary>A row: bytes and the version that guards them.</summary>
internal readonly record struct StoredRow(int Etag, byte[] Form);

/// <summary>
/// The database. Rows are guarded as the product's statements guard them: a first write must find no row, any other the
/// version that it was made from, and no row gets a version that a deleted one had. A writer is told the new version, or 0 when the write failed or nobody knows.
/// </summary>
internal sealed class SimulatedStore(SimulatedWorld world)
{
    private const int PatienceMs = 3_000;
    private const int SlowestMs = 15_000;
    private const int VersionsOfARow = 1_000_000;

    private readonly Dictionary<string, StoredRow> formerRows = new(StringComparer.Ordinal);
    private int rowsMade;
    private Dictionary<string, StoredRow> rows = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, StoredRow> Rows => rows;

    /// <summary>All rows as they are now.</summary>
    public Dictionary<string, StoredRow> Copy() => new(rows, StringComparer.Ordinal);

    /// <summary>All rows as they were when they were copied.</summary>
    public void Restore(Dictionary<string, StoredRow> copy)
    {
        rows = new Dictionary<string, StoredRow>(copy, StringComparer.Ordinal);
        formerRows.Clear();
    }

    /// <summary>Reads for a process, which gets the row as it was when the reading began.</summary>
    public Task<StoredRow?> ReadAsync(SimulatedProcess reader, string key)
    {
        var source = world.Happens(world.Faults.StaleRead) ? formerRows : rows;
        StoredRow? row = source.TryGetValue(key, out var found) ? found : null;
        return AnswerAsync(reader, 1 + world.Random.Below(10), () => row);
    }

    public Task<int> WriteAsync(SimulatedProcess writer, string key, int etag, byte[] form) => ChangeAsync(writer, () => Put(key, etag, form));

    public Task<int> DeleteAsync(SimulatedProcess writer, string key, int etag) => ChangeAsync(writer, () => Remove(key, etag));

    private async Task<int> ChangeAsync(SimulatedProcess writer, Func<int> change)
    {
        if (world.Happens(world.Faults.FailedWrite))
            return await AnswerAsync(writer, 1 + world.Random.Below(30), () => 0);
        if (world.Happens(world.Faults.SlowWrite))
        {
            world.Timeline.After(1 + world.Random.Below(SlowestMs), () => change());
            return await AnswerAsync(writer, PatienceMs, () => 0);
        }

        // The change takes place whether its writer lives to see it or not.
        var isDoubtful = world.Happens(world.Faults.DoubtfulWrite);
        var changed = 0;
        var delayMs = 1 + world.Random.Below(15);
        world.Timeline.After(delayMs, () => changed = change());
        return await AnswerAsync(writer, delayMs + world.Random.Below(15), () => isDoubtful ? 0 : changed);
    }

    private Task<TAnswer> AnswerAsync<TAnswer>(SimulatedProcess process, long delayMs, Func<TAnswer> answer)
    {
        var source = new TaskCompletionSource<TAnswer>();
        world.Timeline.After(delayMs, () => process.Do(() => source.SetResult(answer())));
        return source.Task;
    }

    private int Put(string key, int etag, byte[] form)
    {
        var isThere = rows.TryGetValue(key, out var row);
        var isGuarded = etag == 0 ? !world.Breaks(Variant.FirstWriteIsNotUnique) : !world.Breaks(Variant.WithoutEtags);
        if (isGuarded && (isThere ? row.Etag : 0) != etag)
        {
            world.Trace?.Add($"{key} is not stored: its version is {row.Etag}, not {etag}");
            return 0;
        }

        if (isThere)
            formerRows[key] = row;
        var version = isThere ? row.Etag + 1 : ++rowsMade * VersionsOfARow;
        rows[key] = new StoredRow(version, form);
        world.Trace?.Add($"{key} is stored as version {version}");
        return version;
    }

    private int Remove(string key, int etag)
    {
        if (!rows.TryGetValue(key, out var row) || row.Etag != etag)
            return 0;
        rows.Remove(key);
        world.Trace?.Add($"{key} is deleted");
        return etag + 1;
    }
}
