namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>All patterns of a source.</summary>
internal sealed class FilePatterns
{
    private static readonly TimeSpan PipeTimeout = TimeSpan.FromSeconds(2);

    private readonly PathPattern[] patterns;

    public FilePatterns(IReadOnlyList<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (string.IsNullOrWhiteSpace(pattern) || pattern.Contains('\0'))
                throw new FileSourceException($"\"{pattern}\" is not a path");
        }

        this.patterns = [.. patterns.Select(pattern => new PathPattern(pattern))];
    }

    /// <summary>The patterns that the last <see cref="Expand"/> found no file for, as they were written.</summary>
    public IReadOnlyList<string> Unmatched { get; private set; } = [];

    /// <summary>The files that are there now, each once, with what the file system says of them.</summary>
    public Dictionary<string, FileStat> Expand(Action<string, Exception> failed)
    {
        var files = new Dictionary<string, FileStat>(StringComparer.Ordinal);
        var links = new Dictionary<string, FileInfo>(StringComparer.Ordinal);
        var unmatched = new List<string>();
        foreach (var pattern in patterns)
        {
            var isMatched = false;
            pattern.Expand(
                file => Guard(file.FullName, failed, () =>
                {
                    isMatched = true;
                    if (IsDevice(file.FullName))
                        throw new FileSourceException("it is a device");
                    if (file.Attributes.HasFlag(FileAttributes.ReparsePoint))
                        links[file.FullName] = file;
                    else
                        files[file.FullName] = FileStat.Of(file);
                }),
                failed);
            if (!isMatched)
                unmatched.Add(pattern.Text);
        }

        Unmatched = unmatched;
        var targets = new HashSet<string>(files.Keys, StringComparer.Ordinal);
        foreach (var (path, link) in links.OrderBy(link => link.Key, StringComparer.Ordinal))
        {
            Guard(path, failed, () =>
            {
                // Two names of one file are followed under one of them.
                if (link.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true } target || !targets.Add(target.FullName))
                    return;
                if (IsDevice(target.FullName))
                    throw new FileSourceException("it is a device");
                files[path] = FileStat.Of(target);
            });
        }

        return files;
    }

    /// <summary>The literal paths, which must be readable where they exist.</summary>
    public bool IsLiteral(string path) => patterns.Any(pattern => pattern.IsLiteral && pattern.Root == path);

    /// <summary>
    /// Makes sure that what literal patterns name is not a pipe: opening one waits for a writer, without end. Pipes look
    /// like empty files, so only those are tried.
    /// </summary>
    public void RejectPipes()
    {
        foreach (var pattern in patterns.Where(pattern => pattern.IsLiteral))
        {
            var file = new FileInfo(pattern.Root);
            if (!file.Exists || file.Length > 0 || IsDevice(pattern.Root))
                continue;
            try
            {
                if (!Task.Run(() => FileBytes.Open(pattern.Root).Dispose()).Wait(PipeTimeout))
                    throw new FileSourceException($"{pattern.Root} cannot be read: it is a pipe, or opening it takes too long");
            }
            catch (AggregateException exception) when (exception.InnerException is IOException or UnauthorizedAccessException)
            {
                throw new FileSourceException($"{pattern.Root} cannot be read: {exception.InnerException.Message}", exception.InnerException);
            }
        }
    }

    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows()
        && (path.StartsWith("/proc/", StringComparison.Ordinal)
            || (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)));

    private static void Guard(string path, Action<string, Exception> failed, Action action)
    {
        try
        {
            action();
        }
        catch (FileNotFoundException)
        {
            // It was there when its folder was listed: the next scan tells where it went.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failed(path, exception);
        }
    }
}
