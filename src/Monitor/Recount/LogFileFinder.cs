using Microsoft.Extensions.FileSystemGlobbing;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>Finds the files that the arguments of <c>recount</c> and <c>audit</c> mean.</summary>
internal static class LogFileFinder
{
    private static readonly EnumerationOptions Recursive = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,

        // A link inside a folder leads to a file that is counted where it is, or in a circle.
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
    };

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
        if (Directory.Exists(argument))
            return NonEmpty(argument, Directory.EnumerateFiles(argument, "*", Recursive), "the folder holds no files that are not hidden");
        return argument.Contains('*', StringComparison.Ordinal)
            ? NonEmpty(argument, Match(argument), "no file matches the pattern (* stands for any name, ** for any folders)")
            : throw new FaultException($"{argument}: no such file or folder");
    }

    private static LogFile[] NonEmpty(string argument, IEnumerable<string> paths, string otherwise)
    {
        var files = paths.Order(StringComparer.Ordinal).Select(Found).ToArray();
        return files.Length > 0 ? files : throw new FaultException($"{argument}: {otherwise}");
    }

    private static LogFile Found(string path) => new(path, new FileInfo(path).Length);

    private static IEnumerable<string> Match(string pattern)
    {
        // What stands before the first wildcard's folder is the place to search from.
        var split = pattern.LastIndexOf('/', pattern.IndexOf('*', StringComparison.Ordinal)) + 1;
        var (root, rest) = (pattern[..split], pattern[split..]);
        if (root.Length > 0 && !Directory.Exists(root))
            return [];

        var matcher = new Matcher(OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        matcher.AddInclude(rest);
        var takesHidden = rest.Split('/').Any(part => part.StartsWith('.'));
        return matcher.GetResultsInFullPath(root.Length > 0 ? root : ".")
            .Select(path => Path.Combine(root, Path.GetRelativePath(root.Length > 0 ? root : ".", path)))
            .Where(path => takesHidden || !path[root.Length..].Split('/').Any(part => part.StartsWith('.')))
            .Where(path => !new FileInfo(path).Attributes.HasFlag(FileAttributes.ReparsePoint) || !rest.Contains("**", StringComparison.Ordinal));
    }
}
