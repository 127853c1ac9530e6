using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>What an operator is told of followed files: once per event, never per line.</summary>
internal static partial class FileEvents
{
    [LoggerMessage(3100, LogLevel.Information, "Following {Path} as {Partition} from its beginning")]
    public static partial void FileFollowed(this ILogger logger, string path, string partition);

    [LoggerMessage(3101, LogLevel.Information, "Following {Path} as {Partition} again, from byte {Offset} on")]
    public static partial void FileResumed(this ILogger logger, string path, string partition, long offset);

    [LoggerMessage(3102, LogLevel.Information, "{Source} ({Partition}) is now at {Path}, followed from byte {Offset} on")]
    public static partial void FileMoved(this ILogger logger, string source, string partition, string path, long offset);

    [LoggerMessage(3103, LogLevel.Warning, "{Path} ({Partition}) was truncated or rewritten after byte {Offset} was read; {UnreadBytes} bytes known to follow were not read and are looked for in a copy")]
    public static partial void FileTruncated(this ILogger logger, string path, string partition, long offset, long unreadBytes);

    [LoggerMessage(3104, LogLevel.Error, "{Source} ({Partition}) is gone: at least {UnreadBytes} bytes from byte {Offset} on were not read and may be lost")]
    public static partial void BytesLost(this ILogger logger, string source, string partition, long unreadBytes, long offset);

    [LoggerMessage(3105, LogLevel.Warning, "{Path} ({Partition}) was replaced while the monitor was down; bytes from {Offset} on were not read, if there were any")]
    public static partial void FileReplaced(this ILogger logger, string path, string partition, long offset);

    [LoggerMessage(3106, LogLevel.Warning, "{Path} cannot be read and is tried again: {Reason}")]
    public static partial void FileUnreadable(this ILogger logger, string path, string reason);

    [LoggerMessage(3107, LogLevel.Information, "{Path} can be read again")]
    public static partial void FileReadable(this ILogger logger, string path);

    [LoggerMessage(3108, LogLevel.Error, "{Source} ({Partition}) is to be read again from byte {Offset}, but the file is gone; what is not counted of it is lost unless it comes back")]
    public static partial void FileUnreachable(this ILogger logger, string source, string partition, long offset);

    [LoggerMessage(3109, LogLevel.Warning, "{Path} begins as {Original} does, which is still followed; it is read as a file of its own, so lines that both hold count twice: keep copies out of what is followed")]
    public static partial void CopyFollowed(this ILogger logger, string path, string original);

    [LoggerMessage(3110, LogLevel.Warning, "{Source} ({Partition}) cannot be recognised: what is stored to know it by is damaged or of another version")]
    public static partial void FingerprintUnknown(this ILogger logger, string source, string partition);

    [LoggerMessage(3112, LogLevel.Warning, "There is no file {Pattern} yet; it is followed as soon as there is one")]
    public static partial void NothingMatches(this ILogger logger, string pattern);

    [LoggerMessage(3113, LogLevel.Warning, "{Folder} is not followed: it holds the monitor's own data. Name a folder of its own with --data if it holds logs as well")]
    public static partial void OwnDataLeftOut(this ILogger logger, string folder);

    [LoggerMessage(3111, LogLevel.Debug, "{Source} ({Partition}) is read to its end at byte {Offset} and closed")]
    public static partial void FileClosed(this ILogger logger, string source, string partition, long offset);
}
