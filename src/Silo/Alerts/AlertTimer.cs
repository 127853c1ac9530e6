using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Alerts;

namespace RechargeMonitor.Silo.Alerts;

/// <summary>
/// Has the alerts judged once a second. Every silo does so, for the same grain: where the silo that keeps it dies, the next
/// call of another brings it to life again, as it was stored.
/// </summary>
/// <param name="grains">The way to the grain.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class AlertTimer(IGrainFactory grains, TimeProvider time, ILogger<AlertTimer> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFailing = false;
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await grains.GetGrain<IAlertGrain>(AlertState.Key).LookAsync();
                isFailing = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // A silo dies, the database is away: the next call may succeed, and what is said once is enough.
                if (!isFailing && exception is FormatException)
                    LogUnreadable(logger, exception.Message);
                else if (!isFailing)
                    LogFailed(logger, exception.Message);
                isFailing = true;
            }
        }
    }

    [LoggerMessage(1203, LogLevel.Warning, "Alerts are not judged at the moment: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);

    [LoggerMessage(1204, LogLevel.Error, "Alerts are not judged: what is stored of them cannot be read here: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
