using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Ingest.Sources.Spool;

/// <summary>What an operator is told of a spool.</summary>
internal static partial class SpoolEvents
{
    [LoggerMessage(3150, LogLevel.Warning, "The last line of spool {Path} was cut off when its writer ended; it was closed at offset {Offset}")]
    public static partial void LineTorn(this ILogger logger, string path, long offset);

    [LoggerMessage(3151, LogLevel.Warning, "Spool {Folder} ends at offset {End}, before {Committed}, which was read already; it goes on at {Offset}")]
    public static partial void SpoolSkipped(this ILogger logger, string folder, long end, long committed, long offset);

    [LoggerMessage(3152, LogLevel.Warning, "Spool {Folder} has no bytes from offset {From} to {To}; lines that were there are not counted")]
    public static partial void BytesMissing(this ILogger logger, string folder, long from, long to);

    [LoggerMessage(3153, LogLevel.Debug, "Spool segment {Path} is counted and deleted")]
    public static partial void SegmentDeleted(this ILogger logger, string path);

    [LoggerMessage(3154, LogLevel.Warning, "Spool segment {Path} is counted but cannot be deleted: {Reason}")]
    public static partial void SegmentKept(this ILogger logger, string path, string reason);

    [LoggerMessage(3156, LogLevel.Error, "Spool {Folder} could not be written at the end, {Bytes} bytes are missing in it: {Reason}")]
    public static partial void SpoolIncomplete(this ILogger logger, string folder, int bytes, string reason);

    [LoggerMessage(3155, LogLevel.Warning, "Spool {Folder} ends at offset {End}, before {Offset}, where reading goes on: waiting for its writer")]
    public static partial void SpoolShort(this ILogger logger, string folder, long end, long offset);
}
