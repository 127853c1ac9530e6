namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>Where a path leads once every link on it is followed.</summary>
internal static class ResolvedPath
{
    /// <summary>As many links as Linux follows on one path.</summary>
    private const int MaxLinks = 40;

    /// <exception cref="IOException">The links lead in a circle, or a folder cannot be read.</exception>
    public static string Of(string path)
    {
        var links = 0;
        return Of(path, ref links);
    }

    /// <summary>Whether a path is a folder or lies in it; both are resolved.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (path.Length == folder.Length || Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar);

    private static string Of(string path, ref int links)
    {
        var full = Path.GetFullPath(path);
        var resolved = Path.GetPathRoot(full) ?? "";
        foreach (var part in full[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks)
                throw new IOException($"{path} leads through more than {MaxLinks} links");
            resolved = Of(Path.Combine(resolved, target), ref links);
        }

        return resolved;
    }
}
