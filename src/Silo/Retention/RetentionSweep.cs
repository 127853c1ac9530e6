using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Silo.Retention;

/// <summary>
/// Keeps the newest days that have data, and as many of the days later than tomorrow, which wrong dates make: the nearest
/// ones, which may still come. Of all others the minutes and provinces are deleted and the national figures shrink to their
/// line counts. It runs afterwards and never refuses a line: what a line means does not depend on it.
/// Several silos may sweep at once: a grain that has nothing more to drop drops nothing.
/// </summary>
/// <param name="targets">What is stored.</param>
/// <param name="grains">The way to the grains.</param>
/// <param name="days">How many days are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class RetentionSweep(IStoredTargets targets, IGrainFactory grains, int days, TimeProvider time, ILogger<RetentionSweep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Targets whose retirement failed. It may have been stored all the same, and then nothing that is stored says that
    /// readers were never told: they are called once more, whatever the database holds.
    /// </summary>
    private readonly HashSet<TargetId> doubtful = [];

    /// <summary>Retires the days that are over, once.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var tomorrow = ChinaTime.DayAt(time.GetUtcNow()).AddDays(1);
        var stored = await targets.DaysAsync(cancellationToken);
        var kept = stored.Where(day => !day.IsRetired).Select(day => day.Day).ToArray();
        var old = kept.Where(day => day <= tomorrow).OrderDescending().Skip(days).ToArray();
        foreach (var day in old)
            LogRetire(logger, ChinaTime.Format(day), days);
        var remote = kept.Where(day => day > tomorrow).Order().Skip(days).ToArray();
        foreach (var day in remote)
            LogRetireFuture(logger, ChinaTime.Format(day), days);

        // A late line of a retired day makes a minute and a province of it again. The national targets go first: from then
        // on the day's minutes no longer count for the books.
        var retired = stored.Where(day => day.IsRetired).Select(day => day.Day);
        var dropped = await targets.ToRetireAsync([.. old, .. remote, .. retired], cancellationToken);
        foreach (var target in dropped.Union(doubtful).OrderBy(target => target.Day).ThenBy(target => target.Kind))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await RetireAsync(target);
        }
    }

    /// <summary>Retires one target. What fails keeps no other from it, and is tried again at the next sweep.</summary>
    private async Task RetireAsync(TargetId target)
    {
        doubtful.Add(target);
        try
        {
            await TargetStreams.GrainOf(grains, target).RetireAsync();
            doubtful.Remove(target);
        }
        catch (Exception exception)
        {
            LogNotRetired(logger, target, exception.Message);
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
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1101, LogLevel.Information, "The figures of {Day} are dropped: more than {Days} newer days have data")]
    private static partial void LogRetire(ILogger logger, string day, int days);

    [LoggerMessage(1103, LogLevel.Warning, "The figures of {Day}, which has not come yet, are dropped: more than {Days} nearer future days have data")]
    private static partial void LogRetireFuture(ILogger logger, string day, int days);

    [LoggerMessage(1104, LogLevel.Warning, "{Target} could not be dropped yet: {Reason}")]
    private static partial void LogNotRetired(ILogger logger, TargetId target, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "Old days could not be dropped yet: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
