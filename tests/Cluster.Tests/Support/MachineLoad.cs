using System.Globalization;

namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>
/// How much of the machine others take while a fault is measured. The promised times are those of a machine that the
/// cluster has for itself; where other programs hold a share s of all cores' time, it may take 1 / (1 - s) times as long.
/// </summary>
internal sealed class MachineLoad
{
    // Where nine tenths and more are taken, a measurement says nothing any more.
    private const double LargestShare = 0.9;

    private readonly (long Busy, long All) machine = Machine();
    private readonly long own = Own();

    /// <summary>The factor since it was made.</summary>
    public double Factor
    {
        get
        {
            var (busy, all) = Machine();
            var others = busy - machine.Busy - (Own() - own);
            var share = Math.Clamp((double)others / Math.Max(1, all - machine.All), 0, LargestShare);
            return 1 / (1 - share);
        }
    }

    /// <summary>Of all cores since the start: user, nice, system, idle, waiting for disks, interrupts, soft interrupts, stolen.</summary>
    private static (long Busy, long All) Machine()
    {
        var times = Numbers(File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]);
        return (times.Sum() - times[3] - times[4], times.Sum());
    }

    /// <summary>Of this process and all that it started, those that have ended included.</summary>
    private static long Own()
    {
        var processes = new Dictionary<int, (int Parent, long Time)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(folder) is { } found)
                processes[id] = found;
        }

        return processes.Where(process => IsOwn(process.Key)).Sum(process => process.Value.Time);

        bool IsOwn(int id)
        {
            while (id != Environment.ProcessId)
            {
                if (!processes.TryGetValue(id, out var process))
                    return false;
                id = process.Parent;
            }

            return true;
        }
    }

    private static (int Parent, long Time)? Read(string folder)
    {
        try
        {
            // The name, in brackets, may hold anything; behind it: state, parent, …, user, system, children's user, children's system.
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), Numbers(fields[11..15]).Sum());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return null;
        }
    }

    private static long[] Numbers(string[] texts) => [.. texts.Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
}
