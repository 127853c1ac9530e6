using System.Text;

namespace RechargeMonitor.Ingest.Tests.Sources.Files;

/// <summary>
/// Does at random to log files what programs, rotation and operators do, and knows every line that must be counted.
/// What would lose lines to any reader, such as deleting what was never read, is left out or comes after a commit.
/// </summary>
internal sealed class FileModel(Random random) : IDisposable
{
    private static readonly double[] Pauses = [0.1, 0.1, 0.5, 1.1, 1.1, 1.1, 3, 6, 12];

    private readonly FileRig rig = new("*.log*");
    private readonly Dictionary<string, string> pending = [];
    private readonly Dictionary<string, string> current = [];
    private readonly HashSet<string> withLines = [];
    private readonly List<string> rotated = [];
    private int lines;
    private int names;

    public List<string> Expected { get; } = [];

    public List<string> Actual => rig.Lines;

    public StringBuilder Trace { get; } = new();

    public void Run(int operations)
    {
        try
        {
            for (var operation = 0; operation < operations; operation++)
                Operate(random.Next(3) == 0 ? "b.log" : "a.log");
            foreach (var path in pending.Keys.ToArray())
                Finish(path);

            // A rotated name is one beside the name that is written to.
            foreach (var path in (string[])["a.log", "b.log", "c.log"])
                Append(path, 1, whole: true);
            rig.Pass(16);
            rig.CommitAll();
            rig.Pass(16);
            rig.Restart();
            rig.Pass(16);
        }
        finally
        {
            Note("end");
        }
    }

    public void Dispose() => rig.Dispose();

    private void Operate(string path)
    {
        var choice = random.Next(100);
        if (choice < 30)
            Append(path, random.Next(1, 4), whole: true);
        else if (choice < 50)
            Append(path, 1, whole: false);
        else if (choice < 72)
            Step();
        else if (choice < 77)
            Rotate(path);
        else if (choice < 82)
            CopyTruncate(path);
        else if (choice < 85)
            Shift();
        else if (choice < 88)
            Lose(path);
        else if (choice < 93)
            Commit();
        else if (choice < 96)
            Seek();
        else
            Restart();
    }

    private void Append(string path, int count, bool whole)
    {
        var text = pending.GetValueOrDefault(path, "");
        for (var index = 0; index < count && (whole || text.Length == 0); index++)
            text += current[path] = NewLine();
        var length = whole ? text.Length : random.Next(1, text.Length + 1);
        Note($"append {path} {text[..length].ReplaceLineEndings("|")}");
        rig.Folder.Append(path, text[..length]);
        pending[path] = text[length..];
        if (text[..length].Contains('\n'))
            withLines.Add(path);
    }

    private string NewLine()
    {
        var id = random.NextInt64().ToString("x16");
        var line = $"{{\"requestId\":\"{id}\",\"line\":{lines++},\"text\":\"{new string('x', random.Next(40))}\"}}";
        if (random.Next(20) == 0)
            line = line.Replace("x\"", new string('y', random.Next(3000)) + "\"");
        Expected.Add(line);
        return line + (random.Next(3) == 0 ? "\r\n" : "\n");
    }

    private void Step()
    {
        var pause = Pauses[random.Next(Pauses.Length)];
        Note($"step {pause}");
        rig.Step(pause, random.Next(2) == 0 ? 64 : 1 << 20);
    }

    /// <summary>Ends the line that is being written, or leaves it torn for good: not where nothing else is in the file to know it by.</summary>
    private void LetGo(string path)
    {
        if (pending.GetValueOrDefault(path, "").Length > 0 && withLines.Contains(path) && random.Next(2) == 0)
            Tear(path);
        else
            Finish(path);
        pending.Remove(path);
        withLines.Remove(path);
    }

    private void Tear(string path)
    {
        var line = current[path];
        var written = line[..^pending[path].Length];
        Note($"tear {path}");
        Expected.Remove(line.TrimEnd('\r', '\n'));
        if (written.Length > 0)
            Expected.Add(written.TrimEnd('\r', '\n'));
    }

    private void Finish(string path)
    {
        if (pending.GetValueOrDefault(path, "") is { Length: > 0 } text)
            rig.Folder.Append(path, text);
        pending[path] = "";
    }

    private bool Exists(string path) => File.Exists(rig.Folder.At(path)) && new FileInfo(rig.Folder.At(path)).Length > 0;

    private void Rotate(string path)
    {
        if (!Exists(path))
            return;
        LetGo(path);
        var name = $"{path}.{names++}";
        Note($"rotate {path} to {name}");
        rig.Folder.Rename(path, name);
        rotated.Add(name);
    }

    private void CopyTruncate(string path)
    {
        if (!Exists(path))
            return;
        LetGo(path);
        var name = $"{path}.{names++}";
        Note($"copy {path} to {name}");
        rig.Folder.Copy(path, name);
        if (random.Next(2) == 0)
            rig.Step(random.Next(2) == 0 ? 0.5 : 1.1);
        Note($"truncate {path}");
        rig.Folder.Truncate(path);
        rotated.Add(name);
    }

    private void Shift()
    {
        if (rotated.Count == 0)
            return;
        var index = random.Next(rotated.Count);
        var name = $"c.log.{names++}";
        Note($"rename {rotated[index]} to {name}");
        rig.Folder.Rename(rotated[index], name);
        rotated[index] = name;
    }

    /// <summary>Takes a file away from the patterns. What is open of it is still read; afterwards it must be counted.</summary>
    private void Lose(string path)
    {
        if (!Exists(path))
            return;
        Finish(path);
        rig.Step();
        switch (random.Next(3))
        {
            case 0:
                rig.CommitAll();
                Note($"truncate {path} without a copy");
                rig.Folder.Truncate(path);
                break;
            case 1:
                Append(path, 2, whole: true);
                Note($"delete {path}");
                rig.Folder.Delete(path);
                break;
            default:
                Append(path, 2, whole: true);
                Note($"move {path} out");
                rig.Folder.Rename(path, $"old.{names++}");
                break;
        }

        rig.Step(random.Next(2) == 0 ? 1.1 : 7);
        rig.CommitAll();
        pending.Remove(path);
        withLines.Remove(path);
    }

    private void Commit()
    {
        if (rig.Log.Taken.Count == 0)
            return;
        var (partition, _, next, _) = rig.Log.Taken[random.Next(rig.Log.Taken.Count)];
        Note($"commit {partition} {next}");
        rig.Commit(partition, next);
    }

    private void Seek()
    {
        if (rig.Stored.Count == 0)
            return;
        var (partition, known) = rig.Stored.ElementAt(random.Next(rig.Stored.Count));
        if (!rig.IsOpen(partition))
            return;
        Note($"seek {partition} {known.Committed}");
        rig.Source.Seek(partition, known.Committed);
    }

    private void Restart()
    {
        Note("restart");
        rig.Restart();
    }

    private void Note(string text)
    {
        foreach (var (id, _, logged) in rig.Logger.Events)
            Trace.AppendLine($"    {id} {logged.Replace(rig.Folder.Root + "/", "", StringComparison.Ordinal)}");
        rig.Logger.Events.Clear();
        Trace.AppendLine(text.Length > 100 ? text[..100] : text);
    }
}
