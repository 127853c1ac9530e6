using System.Data.Common;
using Orleans.Storage;

namespace RechargeMonitor.Silo.Storage;

/// <summary>
/// Bounds how many accesses run at a time, and tells <see cref="StorageHealth"/> how they end. SQLite has one writer
/// anyway, and its ADO.NET answers a second one by blocking a thread: without a bound, the checkpoints of a thousand
/// minutes take several times as long. On MySQL the bound keeps the same thousand from emptying the connection pool.
/// </summary>
/// <param name="inner">The storage.</param>
/// <param name="health">Where it is told.</param>
/// <param name="faultOf">What an exception means to an operator.</param>
/// <param name="bounds">How many accesses run at a time.</param>
internal sealed class WatchedGrainStorage(
    IGrainStorage inner, StorageHealth health, Func<DbException, StorageFault> faultOf, StorageBounds bounds)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly SemaphoreSlim writes = new(bounds.Writes);
    private readonly SemaphoreSlim reads = new(bounds.Reads);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WatchedAsync(reads, () => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WatchedAsync(writes, () => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WatchedAsync(writes, () => inner.ClearStateAsync(stateName, grainId, grainState));

    public void Participate(ISiloLifecycle lifecycle) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    public void Dispose()
    {
        writes.Dispose();
        reads.Dispose();
    }

    private async Task WatchedAsync(SemaphoreSlim gate, Func<Task> access)
    {
        await gate.WaitAsync();
        try
        {
            await access();

            // A database that can be read only is no good: what failed with a write recovers with a write.
            if (gate == writes)
                health.Succeeded();
        }
        catch (DbException exception)
        {
            health.Failed(faultOf(exception));
            throw;
        }
        finally
        {
            gate.Release();
        }
    }
}

/// <summary>How many accesses of a database run at a time in a process.</summary>
/// <param name="Writes">Writes.</param>
/// <param name="Reads">Reads.</param>
internal readonly record struct StorageBounds(int Writes, int Reads);
