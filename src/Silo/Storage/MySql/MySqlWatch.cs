using Microsoft.Extensions.Hosting;

namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>
/// Asks the database again while it fails, so that a silo which nobody feeds meanwhile is ready again too; and now and then
/// while it does not, so that readiness is true of an idle silo.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="health">Where it is told.</param>
/// <param name="time">The clock.</param>
internal sealed class MySqlWatch(MySqlDatabase database, StorageHealth health, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await AskAsync(stoppingToken);
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.TryWriteAsync(cancellationToken);
            health.Succeeded();
        }
        catch (StorageFaultException exception)
        {
            health.Failed(exception.Fault);
        }
    }
}
