namespace RechargeMonitor.Wall.Tests.Support;

/// <summary>The wall's sources, and whether the monitor under test has it.</summary>
internal static class WallFiles
{
    private const string Solution = "Orleans.sln";

    /// <summary>Whether the monitor was built with its wall.</summary>
    public static bool AreBuilt { get; } =
        typeof(Api.ApiExtensions).Assembly.GetManifestResourceNames().Any(name => name.EndsWith("index.html", StringComparison.Ordinal));

    /// <summary>The folder of the wall's sources.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryFolder(), "src", "Api", "wall");

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Solution)))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds {Solution}");
    }
}
