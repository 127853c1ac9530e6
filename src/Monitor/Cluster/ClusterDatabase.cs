using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;

namespace RechargeMonitor.Monitor.Cluster;

/// <summary>Opens the cluster's database at the start of a process.</summary>
internal static class ClusterDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Opens it, and waits for it a while where that may help: processes of a cluster start in any order. Answers it with its
    /// number of shards.
    /// </summary>
    /// <exception cref="FaultException">It cannot be used, and why.</exception>
    public static async Task<(MySqlDatabase Database, int Shards)> OpenAsync(MySqlOptions options, int? shards, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        string? said = null;
        while (true)
        {
            try
            {
                var database = new MySqlDatabase(options);
                return (database, await database.OpenAsync(shards, cancellationToken));
            }
            catch (StorageFaultException exception) when (exception.Fault.MayPass && time.GetElapsedTime(started) < Patience)
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
