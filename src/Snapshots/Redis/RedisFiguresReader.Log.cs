using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Snapshots.Redis;

public sealed partial class RedisFiguresReader
{
    [LoggerMessage(5101, LogLevel.Warning, "Redis at {Servers} {Reason}; the last known figures are served until it is well")]
    private static partial void LogAway(ILogger logger, string servers, string reason);

    [LoggerMessage(5102, LogLevel.Information, "Redis at {Servers} is well; the figures served are current")]
    private static partial void LogBack(ILogger logger, string servers);

    [LoggerMessage(5103, LogLevel.Error, "{Key} in Redis at {Servers} cannot be read and is left out: {Reason}")]
    private static partial void LogCorrupt(ILogger logger, string key, string servers, string reason);

    [LoggerMessage(5104, LogLevel.Information, "Redis at {Servers} gave all figures: {Keys} keys in {ElapsedMs} ms")]
    private static partial void LogLoaded(ILogger logger, string servers, int keys, long elapsedMs);
}
