using RechargeMonitor.Silo.Storage;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>Where the database is: a folder that stays, or a temporary one that goes with the process.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string DefaultName = "recharge-data";
    private const string TemporaryPrefix = "recharge-demo-";

    private readonly bool isTemporary;

    private DataFolder(string path, bool isTemporary) => (Path, this.isTemporary) = (path, isTemporary);

    public string Path { get; }

    public string Description => isTemporary ? $"{Path} (temporary, deleted at the end; --data keeps it)" : Path;

    public static DataFolder Choose(ServeOptions options, bool hasTopic)
    {
        if (options.Data is { Length: > 0 } data)
            return new DataFolder(System.IO.Path.GetFullPath(data), false);
        if (options.Tail.Count > 0 || options.Stdin || hasTopic)
            return new DataFolder(System.IO.Path.GetFullPath(DefaultName), false);
        try
        {
            RemoveLeftovers();
            return new DataFolder(Directory.CreateTempSubdirectory(TemporaryPrefix).FullName, true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"no temporary folder can be made in {System.IO.Path.GetTempPath()} ({exception.Message}): name a folder with --data", exception);
        }
    }

    public void Dispose()
    {
        if (isTemporary)
            Remove(Path);
    }

    /// <summary>
    /// A demo that was killed leaves its folder behind. Its lock went with its process, so it is told from the folder of a
    /// demo that runs, which holds the lock, and of one that starts just now, which has no lock file yet.
    /// </summary>
    private static void RemoveLeftovers()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), TemporaryPrefix + "*"))
        {
            try
            {
                using var unused = new FileStream(System.IO.Path.Combine(folder, SqliteDatabase.LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                Remove(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It is in use, or another user's.
            }
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another demo that starts just now has removed it.
        }
    }
}
