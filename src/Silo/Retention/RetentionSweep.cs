using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Snapshots;

namespace RechargeMonitor.Silo.Retention;

/// <summary>
/// Keeps the newest days that have data. Of older ones the minutes and provinces are deleted and the national figures
/// shrink to their line counts. It runs afterwards and never refuses a line: what a line means does not depend on it.
/// </summary>
/// <param name="view">What is published.</param>
/// <param name="grains">The way to the grains.</param>
/// <param name="days">How many days are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class RetentionSweep(FiguresView view, IGrainFactory grains, int days, TimeProvider time, ILogger<RetentionSweep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Retires the days that are over, once.</summary>
    public async Task SweepAsync()
    {
        var tomorrow = ChinaTime.DayAt(time.GetUtcNow()).AddDays(1);
        foreach (var day in view.Days().Where(day => day <= tomorrow).Skip(days))
            LogRetire(logger, ChinaTime.Format(day), days);
        var over = view.Days().Where(day => day <= tomorrow).Skip(days).Concat(view.RetiredDays());
        foreach (var day in over)
        {
            // The national targets go first: from then on the day's minutes no longer count for the books.
            foreach (var target in view.TargetsToRetire(day).OrderBy(target => target.Kind))
                await TargetStreams.GrainOf(grains, target).RetireAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await SweepAsync();
            }
            catch (Exception exception)
            {
                LogFailed(logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1101, LogLevel.Information, "The figures of {Day} are dropped: more than {Days} newer days have data")]
    private static partial void LogRetire(ILogger logger, string day, int days);

    [LoggerMessage(1102, LogLevel.Warning, "Old days could not be dropped yet: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
