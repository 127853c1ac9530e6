namespace RechargeMonitor.Servers;

/// <summary>Where this machine gets its packages from.</summary>
internal static class AptSources
{
    private const string Folder = "/etc/apt";

    /// <summary>The mirror of Debian that the machine uses, or nothing.</summary>
    public static string? DebianMirror() => Files()
        .SelectMany(File.ReadLines)
        .Where(line => !line.TrimStart().StartsWith('#'))
        .SelectMany(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(word => Uri.TryCreate(word, UriKind.Absolute, out var uri) && uri.AbsolutePath.TrimEnd('/') == "/debian");

    private static IEnumerable<string> Files()
    {
        var main = Path.Combine(Folder, "sources.list");
        var more = Path.Combine(Folder, "sources.list.d");
        return new[] { main }.Where(File.Exists).Concat(
            Directory.Exists(more) ? Directory.EnumerateFiles(more).Where(file => Path.GetExtension(file) is ".list" or ".sources") : []);
    }
}
