namespace RechargeMonitor.Ingest.Tests.Sources;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), "recharge-" + Guid.NewGuid().ToString("N"));

    public string At(string name) => Path.Combine(Root, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    public void Append(string name, string text) => File.AppendAllText(At(name), text);

    public void Truncate(string name)
    {
        using var stream = new FileStream(At(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        stream.SetLength(0);
    }

    public void Rename(string from, string to) => File.Move(At(from), At(to), overwrite: true);

    public void Delete(string name) => File.Delete(At(name));

    /// <summary>Copies as <c>cp</c> does: with times of its own.</summary>
    public void Copy(string from, string to)
    {
        File.WriteAllBytes(At(to), File.ReadAllBytes(At(from)));
        File.SetLastWriteTimeUtc(At(to), File.GetLastWriteTimeUtc(At(from)).AddMilliseconds(10));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
