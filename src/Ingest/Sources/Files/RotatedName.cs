namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>Tells by its name a file that was rotated before anybody saw it.</summary>
internal static class RotatedName
{
    /// <summary>
    /// Whether a path is that of another file of its folder with a separator and a number appended, and perhaps more:
    /// <c>a.log.1</c>, <c>a.log-20170412</c> and <c>a.log.2017-04-12.old</c> beside <c>a.log</c>. A file without the other
    /// one beside it, or with words appended as <c>a.log.err</c>, may be one that is written to.
    /// </summary>
    public static bool IsOne(string path)
    {
        var first = path.Length - Path.GetFileName(path.AsSpan()).Length + 1;
        for (var index = first; index < path.Length - 1; index++)
        {
            if (path[index] is '.' or '-' or '_' && char.IsAsciiDigit(path[index + 1]) && File.Exists(path[..index]))
                return true;
        }

        return false;
    }
}
