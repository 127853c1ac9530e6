using System.Globalization;

namespace RechargeMonitor.Ingest.Sources.Spool;

/// <summary>A spool's files: each is named by the offset of its first byte, as Kafka names the segments of a log.</summary>
internal static class SpoolSegments
{
    private const string Extension = ".log";
    private const int Digits = 20;

    public static string PathOf(string folder, long baseOffset) =>
        Path.Combine(folder, baseOffset.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    /// <summary>The base offsets of the segments that are there, in ascending order.</summary>
    public static List<long> List(string folder)
    {
        var offsets = new List<long>();
        if (!Directory.Exists(folder))
            return offsets;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (name.Length == Digits && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
                offsets.Add(offset);
        }

        offsets.Sort();
        return offsets;
    }
}
