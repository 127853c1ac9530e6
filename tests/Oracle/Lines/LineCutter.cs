namespace RechargeMonitor.Oracle;

/// <summary>Cuts a file into lines.</summary>
public static class LineCutter
{
    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// The lines of a file without the LF or CRLF that ends them. A byte order mark at the start of the file is no
    /// part of its first line; what follows the last LF is a line if it has any byte.
    /// </summary>
    public static IEnumerable<byte[]> Cut(byte[] file)
    {
        var start = file.AsSpan().StartsWith(s_byteOrderMark) ? s_byteOrderMark.Length : 0;
        while (start < file.Length)
        {
            var lineFeed = Array.IndexOf(file, (byte)'\n', start);
            if (lineFeed < 0)
            {
                yield return file[start..];
                yield break;
            }

            var end = lineFeed > start && file[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
            yield return file[start..end];
            start = lineFeed + 1;
        }
    }
}
