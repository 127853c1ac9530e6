using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Snapshots.Redis;

public sealed partial class RedisSnapshotPublisher
{
    [LoggerMessage(5001, LogLevel.Warning, "Redis at {Servers} {Reason}; counting goes on, and the figures are published once it is back")]
    private static partial void LogAway(ILogger logger, string servers, string reason);

    [LoggerMessage(5002, LogLevel.Information, "Redis at {Servers} is back; {Pending} keys are published now")]
    private static partial void LogBack(ILogger logger, string servers, int pending);

    [LoggerMessage(5003, LogLevel.Warning, "Redis is away for so long that the figures which wait for it are forgotten; all of them are published from the database once it is back")]
    private static partial void LogForgotten(ILogger logger);

    [LoggerMessage(5004, LogLevel.Error, "{Key} cannot be published, readers keep what they have of it: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string key, string reason);

    [LoggerMessage(5005, LogLevel.Warning, "{Pending} keys are not published yet because Redis at {Servers} is away; they are in the database, and another silo publishes them from there")]
    private static partial void LogLeft(ILogger logger, int pending, string servers);
}
