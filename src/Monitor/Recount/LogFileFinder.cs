using RechargeMonitor.Ingest.Sources.Files;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>
/// Finds the files that the arguments of <c>recount</c> and <c>audit</c> mean, by the rules of <c>serve --tail</c>; packed
/// files too.
/// </summary>
internal static class LogFileFinder
{
    /// <summary>The files in the order of the arguments, those of one folder or pattern in the order of their names.</summary>
    /// <exception cref="FaultException">An argument means nothing, or a folder cannot be read.</exception>
    public static IReadOnlyList<LogFile> Find(IEnumerable<string> arguments)
    {
        var files = new List<LogFile>();
        foreach (var argument in arguments)
        {
            try
            {
                files.AddRange(Find(argument));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new FaultException($"{argument}: cannot be read: {fault.Message}", fault);
            }
        }

        if (files.Count(file => file.IsStandardInput) > 1)
            throw new FaultException("- (standard input) can be read only once: name it once");
        return files;
    }

    private static LogFile[] Find(string argument)
    {
        if (argument == LogFile.StandardInput)
            return [new LogFile(LogFile.StandardInput, 0)];
        if (File.Exists(argument))
            return [Found(argument)];
        var isPattern = argument.IndexOfAny(['*', '?']) >= 0;
        if (!isPattern && !Directory.Exists(argument))
            throw new FaultException($"{argument}: no such file or folder");

        var found = new FilePatterns([argument], takesPacked: true).Expand((path, fault) =>
            throw new FaultException($"{path}: cannot be read: {fault.Message}", fault));
        if (found.Count == 0)
        {
            throw new FaultException(isPattern
                ? $"{argument}: no file matches the pattern (* stands for any name, ? for any character, ** for any folders)"
                : $"{argument}: the folder holds no files that are not hidden");
        }

        return [.. found.Keys.Order(StringComparer.Ordinal).Select(path => Found(AsGiven(argument, path)))];
    }

    // A file is called as its argument was written: absolute, or from the working folder on.
    private static string AsGiven(string argument, string path) =>
        Path.IsPathFullyQualified(argument) ? path : Path.GetRelativePath(Environment.CurrentDirectory, path);

    private static LogFile Found(string path) => new(path, new FileInfo(path).Length);
}
