namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>
/// The files that some paths and patterns mean: a file, a folder (all files below it, without hidden ones and
/// <c>*.tmp</c>) or a glob with <c>*</c>, <c>?</c> and <c>**</c>. The same rules hold wherever an operator names files.
/// </summary>
public sealed class FilePatterns
{
    private static readonly TimeSpan PipeTimeout = TimeSpan.FromSeconds(2);

    private readonly PathPattern[] patterns;

    private readonly string[] leftOut;
    private readonly HashSet<string> met = new(StringComparer.Ordinal);

    /// <param name="patterns">As the operator wrote them.</param>
    /// <param name="takesPacked">Whether folders and globs take <c>*.gz</c> and <c>*.zst</c> too.</param>
    /// <param name="leftOut">Folders of which nothing is found but what is named itself, whatever links lead there.</param>
    /// <exception cref="FileSourceException">One is no path.</exception>
    public FilePatterns(IReadOnlyList<string> patterns, bool takesPacked = false, params IReadOnlyList<string> leftOut)
    {
        foreach (var pattern in patterns)
        {
            if (string.IsNullOrWhiteSpace(pattern) || pattern.Contains('\0'))
                throw new FileSourceException($"\"{pattern}\" is not a path");
        }

        this.patterns = [.. patterns.Select(pattern => new PathPattern(pattern, takesPacked))];
        this.leftOut = [.. leftOut.Select(ResolvedPath.Of)];
    }

    /// <summary>The patterns that the last <see cref="Expand"/> found no file for, as they were written.</summary>
    public IReadOnlyList<string> Unmatched { get; private set; } = [];

    /// <summary>The folders that are left out and in which files were met so far.</summary>
    public IReadOnlyCollection<string> Met => met;

    /// <summary>The files that are there now by their full paths, each once, with what the file system says of them.</summary>
    /// <param name="failed">Called with what cannot be read.</param>
    public Dictionary<string, FileStat> Expand(Action<string, Exception> failed)
    {
        var files = new Dictionary<string, FileStat>(StringComparer.Ordinal);
        var links = new Dictionary<string, FileInfo>(StringComparer.Ordinal);
        var unmatched = new List<string>();
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            var isMatched = false;
            pattern.Expand(
                file => Guard(file.FullName, failed, () =>
                {
                    if (!IsNamed(pattern, file) && IsLeftOut(file, folders))
                        return;
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
    internal bool IsLiteral(string path) => patterns.Any(pattern => pattern.IsLiteral && pattern.Root == path);

    /// <summary>
    /// Makes sure that what literal patterns name is not a pipe: opening one waits for a writer, without end. Pipes look
    /// like empty files, so only those are tried.
    /// </summary>
    internal void RejectPipes()
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

    private static bool IsNamed(PathPattern pattern, FileInfo file) => pattern.IsLiteral && pattern.Root == file.FullName;

    /// <param name="file">A file that was found.</param>
    /// <param name="folders">Where the folders lead that were asked about before.</param>
    private bool IsLeftOut(FileInfo file, Dictionary<string, string> folders)
    {
        if (leftOut.Length == 0)
            return false;
        var folder = file.DirectoryName ?? "";
        if (!folders.TryGetValue(folder, out var resolved))
            folders.Add(folder, resolved = ResolvedPath.Of(folder));
        var path = file.LinkTarget is null ? resolved : ResolvedPath.Of(file.FullName);
        if (Array.Find(leftOut, other => ResolvedPath.IsWithin(path, other)) is not { } within)
            return false;
        met.Add(within);
        return true;
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
