using Microsoft.Data.Sqlite;
using Orleans.Storage;

namespace RechargeMonitor.Silo.Storage;

/// <summary>
/// Lets one write run at a time. SQLite has one writer anyway, and its ADO.NET answers a second one by blocking a thread:
/// without this, the checkpoints of a thousand minutes take several times as long.
/// </summary>
internal sealed class SerialGrainStorage(IGrainStorage inner, StorageHealth health, string path) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly SemaphoreSlim gate = new(1);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WatchedAsync(() => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        SerialAsync(() => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        SerialAsync(() => inner.ClearStateAsync(stateName, grainId, grainState));

    public void Participate(ISiloLifecycle lifecycle) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    public void Dispose() => gate.Dispose();

    private async Task SerialAsync(Func<Task> write)
    {
        await gate.WaitAsync();
        try
        {
            await WatchedAsync(write);
            health.Succeeded();
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task WatchedAsync(Func<Task> access)
    {
        try
        {
            await access();
        }
        catch (SqliteException exception)
        {
            health.Failed(StorageFault.Of(exception, path));
            throw;
        }
    }
}
