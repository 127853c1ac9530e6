using RechargeMonitor.Oracle;
using RechargeMonitor.Servers;

namespace RechargeMonitor.Collectors.Tests;

/// <summary>
/// The folder of one host's logs, which grow line by line of what <c>generate --hosts</c> wrote and are rotated. The files
/// themselves, rotated ones included, are what the totals are held against.
/// </summary>
internal sealed class HostLogs
{
    // What the configurations let through of a line that the monitor rejects for its length.
    private const int LongestLine = 65_600;

    private readonly string folder;
    private readonly Queue<byte[]>[] pending;
    private readonly string[] names;
    private int rotations;

    private HostLogs(string source, string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        names = [.. Directory.GetFiles(source).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        pending = [.. names.Select(name => new Queue<byte[]>(Lines(File.ReadAllBytes(Path.Combine(source, name)))))];
    }

    /// <summary>Where they are.</summary>
    public string Folder => folder;

    /// <summary>How many lines the files have so far.</summary>
    public int Written { get; private set; }

    /// <summary>The logs of a notification host, of as many orders of all hosts.</summary>
    public static async Task<HostLogs> MakeAsync(TemporaryFolder place, int orders)
    {
        var run = await Monitor.Tests.Executable.RunAsync(
            "generate", "--hosts", place["hosts"], "--orders", $"{orders}", "--odd", "20000", "--seed", "5");
        if (run.ExitCode != 0)
            throw new InvalidOperationException(run.Error);
        return new HostLogs(Path.Combine(place["hosts"], "notify-1"), place["logs"]);
    }

    /// <summary>Appends the next lines to every log, in two writes that are divided anywhere.</summary>
    public void Append(int linesEach)
    {
        for (var log = 0; log < names.Length; log++)
        {
            var lines = Enumerable.Range(0, linesEach).Select(_ => pending[log].Dequeue()).ToArray();
            var bytes = lines.SelectMany(line => line).ToArray();
            var middle = (Written * 31) % bytes.Length;
            Append(log, bytes.AsSpan(0, middle), lines: 0);
            Append(log, bytes.AsSpan(middle), lines.Length);
        }
    }

    /// <summary>Appends bytes that end so many lines.</summary>
    public void Append(int log, ReadOnlySpan<byte> bytes, int lines)
    {
        using var file = new FileStream(PathOf(log), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(bytes);
        Written += lines;
    }

    /// <summary>Gives a log another name; what is appended next begins a new file.</summary>
    public void RotateByRename(int log) => File.Move(PathOf(log), RotatedPath(log));

    /// <summary>Copies a log and empties it.</summary>
    public void RotateByCopy(int log)
    {
        File.Copy(PathOf(log), RotatedPath(log));
        using var file = new FileStream(PathOf(log), FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Every line that the files have, without its ending, and cut as the collectors cut it.</summary>
    public IEnumerable<byte[]> Lines() => Directory.GetFiles(folder).SelectMany(path => Lines(File.ReadAllBytes(path))).Select(Bare).Select(line => line[..Math.Min(line.Length, LongestLine)]);

    /// <summary>What the judge counts in the files.</summary>
    public Recount Recount()
    {
        var recount = new Recount();
        foreach (var path in Directory.GetFiles(folder))
            recount.Add(path, File.ReadAllBytes(path));
        return recount;
    }

    /// <summary>A line without its ending.</summary>
    public static byte[] Bare(byte[] line) => line.AsSpan().TrimEnd("\r\n"u8).ToArray();

    /// <summary>The lines with their endings. A collector may drop an empty line, so there are none.</summary>
    private static IEnumerable<byte[]> Lines(byte[] content)
    {
        for (int start = 0, end; start < content.Length; start = end)
        {
            end = Array.IndexOf(content, (byte)'\n', start) + 1;
            if (end == 0)
                throw new InvalidDataException("a log does not end with a newline");
            if (end - start > 1)
                yield return content[start..end];
        }
    }

    private string PathOf(int log) => Path.Combine(folder, names[log]);

    private string RotatedPath(int log) => $"{PathOf(log)}.{++rotations}";
}
