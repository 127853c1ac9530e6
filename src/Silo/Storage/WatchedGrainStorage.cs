using System.Data.Common;
using Orleans.Storage;

namespace RechargeMonitor.Silo.Storage;

/// <summary>
/// Bounds how many accesses run at a time, and tells <see cref="StorageHealth"/> and <see cref="StorageMetrics"/> how they end. SQLite has one writer
/// anyway, and its ADO.NET answers a second one by blocking a thread: without a bound, the checkpoints of a thousand
/// minutes take several times as long. On MySQL the bound keeps the same thousand from emptying the connection pool.
/// </summary>
/// <param name="inner">The storage.</param>
/// <param name="health">Where it is told.</param>
/// <param name="faultOf">What an exception means to an operator.</param>
/// <param name="bounds">How many accesses run at a time.</param>
/// <param name="time">The clock.</param>
internal sealed class WatchedGrainStorage(
    IGrainStorage inner, StorageHealth health, Func<DbException, StorageFault> faultOf, StorageBounds bounds, TimeProvider time)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly SemaphoreSlim writes = new(bounds.Writes);
    private readonly SemaphoreSlim reads = new(bounds.Reads);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WatchedAsync(StorageMetrics.Read, () => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WatchedAsync(StorageMetrics.Write, () => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WatchedAsync(StorageMetrics.Clear, () => inner.ClearStateAsync(stateName, grainId, grainState));

    public void Participate(ISiloLifecycle lifecycle)
    {
        StorageMetrics.Show();
        (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);
    }

    public void Dispose()
    {
        writes.Dispose();
        reads.Dispose();
    }

    private async Task WatchedAsync(string operation, Func<Task> access)
    {
        var gate = operation == StorageMetrics.Read ? reads : writes;
        await gate.WaitAsync();
        var started = time.GetTimestamp();
        try
        {
            await access();

            // A database that can be read only is no good: what failed with a write recovers with a write.
            if (gate == writes)
                health.Succeeded();
        }
        catch (InconsistentStateException)
        {
            StorageMetrics.Failed(operation, StorageMetrics.Conflict);
            throw;
        }
        catch (DbException exception)
        {
            StorageMetrics.Failed(operation, StorageMetrics.Fault);
            health.Failed(faultOf(exception));
            throw;
        }
        finally
        {
            StorageMetrics.Ended(operation, time.GetElapsedTime(started));
            gate.Release();
        }
    }
}

/// <summary>How many accesses of a database run at a time in a process.</summary>
/// <param name="Writes">Writes.</param>
/// <param name="Reads">Reads.</param>
internal readonly record struct StorageBounds(int Writes, int Reads);
