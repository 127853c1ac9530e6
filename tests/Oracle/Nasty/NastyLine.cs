namespace RechargeMonitor.Oracle;

/// <summary>A line that is likely to be read wrongly.</summary>
/// <param name="Name">What is nasty about it, or the seed and number that make it again.</param>
/// <param name="Bytes">The line without LF or CRLF.</param>
/// <param name="Expected">What it ends in, decided by hand; null for random lines.</param>
public sealed record NastyLine(string Name, byte[] Bytes, LineOutcome? Expected = null)
{
    /// <summary>False: in a file it would be cut elsewhere, so it can only be read as a message.</summary>
    public bool IsOneLineOfAFile => !Bytes.Contains((byte)'\n') && (Bytes.Length == 0 || Bytes[^1] != '\r');

    public override string ToString() => Name;
}
