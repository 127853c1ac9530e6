namespace RechargeMonitor.Cluster.Tests.Telemetry;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The full path of one of its files.</summary>
    /// <param name="path">The path below its folder.</param>
    public static string File(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds Orleans.sln"), path);
    }
}
