using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>A row of the database as a grain in a silo knows it.</summary>
internal sealed class SimulatedRow(SimulatedWorld world, SimulatedProcess silo, string key) : IGuardedRow
{
    private int etag;

    public byte[]? Form { get; private set; }

    public async Task ReadAsync()
    {
        if (await world.Store.ReadAsync(silo, key) is { } row)
            (etag, Form) = (row.Etag, row.Form);
    }

    public async Task WriteAsync(byte[] form)
    {
        if (!await TryWriteAsync(form))
            throw new LostWriteException(key);
    }

    public async Task DeleteAsync()
    {
        if (etag > 0 && await world.Store.DeleteAsync(silo, key, etag) == 0)
            throw new LostWriteException(key);
    }

    /// <summary>Writes the row. Returns whether it is known to have been written.</summary>
    public async Task<bool> TryWriteAsync(byte[] form)
    {
        var version = await world.Store.WriteAsync(silo, key, etag, form);
        if (version > 0)
            (etag, Form) = (version, form);
        return version > 0;
    }

    /// <summary>Writes over whatever is there, as nobody may.</summary>
    public async Task WriteOverAsync(byte[] form)
    {
        while (!await TryWriteAsync(form))
            etag = world.Store.Rows.GetValueOrDefault(key).Etag;
    }
}

/// <summary>A write failed, or nobody knows what became of it.</summary>
internal sealed class LostWriteException(string key) : Exception($"{key} could not be written");
