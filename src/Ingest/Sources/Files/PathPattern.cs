using System.IO.Enumeration;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>One pattern: a literal path of a file or a folder, or a glob with a folder that it begins in.</summary>
internal sealed class PathPattern
{
    /// <summary>Folders deeper than this are a cycle of mounts rather than logs.</summary>
    private const int MaxDepth = 32;

    private const string Temporary = ".tmp";
    private static readonly string[] Packed = [".gz", ".zst"];
    private static readonly char[] Wildcards = ['*', '?'];

    private readonly bool takesPacked;
    private readonly string root;
    private readonly string[] segments;

    public PathPattern(string pattern, bool takesPacked)
    {
        (Text, this.takesPacked) = (pattern, takesPacked);
        var full = Path.GetFullPath(pattern);
        IsLiteral = pattern.IndexOfAny(Wildcards) < 0;
        if (IsLiteral)
        {
            (root, segments) = (Path.TrimEndingDirectorySeparator(full), ["**", "*"]);
            return;
        }

        var start = Path.GetPathRoot(full) ?? "";
        var parts = full[start.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var literal = parts.TakeWhile(part => part.IndexOfAny(Wildcards) < 0).ToArray();
        root = Path.Combine([start, .. literal]);
        var rest = parts[literal.Length..];
        segments = [.. rest.Where((part, index) => part != "**" || index == 0 || rest[index - 1] != "**")];
        if (segments[^1] == "**")
            segments = [.. segments, "*"];
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it names one file or folder.</summary>
    public bool IsLiteral { get; }

    /// <summary>The full path of what a literal pattern names, or of the folder that a glob begins in.</summary>
    public string Root => root;

    /// <summary>Finds the files that are there now.</summary>
    /// <param name="found">Called with each file, perhaps more than once.</param>
    /// <param name="failed">Called with each folder that cannot be read.</param>
    public void Expand(Action<FileInfo> found, Action<string, Exception> failed)
    {
        if (Directory.Exists(root))
        {
            Walk(new DirectoryInfo(root), 0, 0, found, failed);
        }
        else if (IsLiteral)
        {
            var file = new FileInfo(root);
            if (file.Exists)
                found(file);
        }
    }

    private void Walk(DirectoryInfo folder, int segment, int depth, Action<FileInfo> found, Action<string, Exception> failed)
    {
        if (depth > MaxDepth)
            return;
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failed(folder.FullName, exception);
            return;
        }

        foreach (var entry in entries)
            Visit(entry, segment, depth, found, failed);
    }

    private void Visit(FileSystemInfo entry, int segment, int depth, Action<FileInfo> found, Action<string, Exception> failed)
    {
        var isLink = entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
        var anyDepth = segments[segment] == "**";
        if (IsHidden(entry.Name, segment))
            return;

        // Links to folders are followed where a pattern names them, not on the way down: they may lead back up.
        if (anyDepth && entry is DirectoryInfo below && !isLink)
            Walk(below, segment, depth + 1, found, failed);
        var named = anyDepth ? segment + 1 : segment;
        if (!FileSystemName.MatchesSimpleExpression(segments[named], entry.Name, ignoreCase: false))
            return;

        var last = named == segments.Length - 1;
        if (last && entry is FileInfo file && IsTaken(file.Name))
            found(file);
        else if (!last && entry is DirectoryInfo next)
            Walk(next, named + 1, depth + 1, found, failed);
    }

    private bool IsTaken(string name) =>
        !name.EndsWith(Temporary, StringComparison.OrdinalIgnoreCase)
        && (takesPacked || !Packed.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));

    private bool IsHidden(string name, int segment) => name.StartsWith('.') && !segments[segment].StartsWith('.');
}
