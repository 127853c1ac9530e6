using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Silo.Retention;

/// <summary>Has a <see cref="DayRetention"/> drop once a minute what is no longer kept, and says what it dropped.</summary>
/// <param name="targets">What is stored.</param>
/// <param name="grains">The way to the grains.</param>
/// <param name="days">How many days are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class RetentionSweep(IStoredTargets targets, IGrainFactory grains, int days, TimeProvider time, ILogger<RetentionSweep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly DayRetention retention = new(targets, days);
    private bool wasBehind;

    /// <summary>Retires the days that are over, once.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var result = await retention.SweepAsync(now, target => TargetStreams.GrainOf(grains, target).RetireAsync(), cancellationToken);
        if (result.StoredAhead is { } ahead && !wasBehind)
            LogBehind(logger, now, ahead);
        wasBehind = result.StoredAhead is not null;
        foreach (var day in result.Plan.Old)
            LogRetire(logger, ChinaTime.Format(day), days);
        foreach (var day in result.Plan.Far)
            LogRetireFar(logger, ChinaTime.Format(day), days);
        foreach (var (target, reason) in result.Failed)
            LogNotRetired(logger, target, reason.Message);
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

    [LoggerMessage(1103, LogLevel.Warning, "The figures of {Day}, more than a year ahead, are dropped: more than {Days} nearer such days have data")]
    private static partial void LogRetireFar(ILogger logger, string day, int days);

    [LoggerMessage(1104, LogLevel.Warning, "{Target} could not be dropped yet: {Reason}")]
    private static partial void LogNotRetired(ILogger logger, TargetId target, string reason);

    [LoggerMessage(1105, LogLevel.Warning, "This clock shows {Now:u}, but figures were stored at {Ahead:u}: no old days are dropped until the clocks agree to a day")]
    private static partial void LogBehind(ILogger logger, DateTimeOffset now, DateTimeOffset ahead);

    [LoggerMessage(1102, LogLevel.Warning, "Old days could not be dropped yet: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
