using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;

namespace RechargeMonitor.Monitor.Cluster;

/// <summary>Opens the cluster's database at the start of a process.</summary>
internal static class ClusterDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Opens it, and waits for it and its tables a while where that may help: processes of a cluster start in any order.
    /// Answers it with its number of shards.
    /// </summary>
    /// <param name="options">Where it is.</param>
    /// <param name="shards">The number of shards that is configured, if one is.</param>
    /// <param name="readsStates">Whether this process will read what grains have stored.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">It cannot be used, and why.</exception>
    public static Task<(MySqlDatabase Database, int Shards)> OpenAsync(
        MySqlOptions options, int? shards, bool readsStates, TimeProvider time, CancellationToken cancellationToken) => PatientlyAsync(
        async () =>
        {
            var database = new MySqlDatabase(options);
            var found = await database.OpenAsync(shards, cancellationToken);
            if (readsStates)
                await database.RequireReadableAsync(cancellationToken);
            return (database, found);
        },
        Patience,
        time,
        cancellationToken);

    /// <summary>Does something with the database, again and again while it fails in a way that may pass. What it waits for is said once.</summary>
    /// <exception cref="FaultException">It failed, and why.</exception>
    public static async Task<T> PatientlyAsync<T>(Func<Task<T>> use, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        string? said = null;
        while (true)
        {
            try
            {
                return await use();
            }
            catch (StorageFaultException exception) when (exception.Fault.MayPass && time.GetElapsedTime(started) < patience)
            {
                if (said != exception.Message)
                    await Console.Error.WriteLineAsync($"waiting for the database: {exception.Message}");
                said = exception.Message;
            }
            catch (StorageFaultException exception)
            {
                throw new FaultException(exception.Message, exception);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
