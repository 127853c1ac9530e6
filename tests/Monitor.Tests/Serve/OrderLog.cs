namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>A log as a server writes and rotates it. It remembers what each of its files was given, for the judge.</summary>
internal sealed class OrderLog(string path, LineMix mix)
{
    private readonly List<MemoryStream> files = [new()];

    public string Path { get; } = path;

    /// <summary>How many times it was rotated.</summary>
    public int Rotations => files.Count - 1;

    /// <summary>Appends lines, in two writes that are divided anywhere.</summary>
    public void Append(int lines, int divide = 0)
    {
        var bytes = mix.Next(lines);
        var middle = divide % bytes.Length;
        Append(bytes.AsSpan(0, middle));
        Append(bytes.AsSpan(middle));
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        using (var file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            file.Write(bytes);
        files[^1].Write(bytes);
    }

    /// <summary>Gives the file another name; what is appended next begins a new one.</summary>
    public void RotateByRename()
    {
        File.Move(Path, RotatedPath());
        files.Add(new MemoryStream());
    }

    /// <summary>Copies the file and empties it.</summary>
    public void RotateByCopy()
    {
        File.Copy(Path, RotatedPath());
        using (var file = new FileStream(Path, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            file.Flush();
        files.Add(new MemoryStream());
    }

    /// <summary>Has the judge count every file that there was.</summary>
    public void AddTo(Oracle.Recount recount)
    {
        foreach (var file in files.Where(file => file.Length > 0))
            recount.Add(Path, file.ToArray());
    }

    private string RotatedPath() => $"{Path}.{files.Count}";
}
