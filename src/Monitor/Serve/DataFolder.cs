namespace RechargeMonitor.Monitor.Serve;

/// <summary>Where the database is: a folder that stays, or a temporary one that goes with the process.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string DefaultName = "recharge-data";

    private readonly bool isTemporary;

    private DataFolder(string path, bool isTemporary) => (Path, this.isTemporary) = (path, isTemporary);

    public string Path { get; }

    public string Description => isTemporary ? $"{Path} (temporary, deleted at the end; --data keeps it)" : Path;

    public static DataFolder Choose(ServeOptions options)
    {
        if (options.Data is { Length: > 0 } data)
            return new DataFolder(System.IO.Path.GetFullPath(data), false);
        return options.Tail.Count == 0 && !options.Stdin
            ? new DataFolder(Directory.CreateTempSubdirectory("recharge-demo-").FullName, true)
            : new DataFolder(System.IO.Path.GetFullPath(DefaultName), false);
    }

    public void Dispose()
    {
        if (isTemporary && Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
