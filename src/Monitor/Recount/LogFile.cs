namespace RechargeMonitor.Monitor.Recount;

/// <summary>How the bytes of a log file are packed; the end of its name says it.</summary>
internal enum Packing
{
    Plain,
    Gzip,
    Zstandard,
}

/// <summary>One file to count, or standard input.</summary>
/// <param name="Name">What the books call it: the path as it was given or found, <c>-</c> for standard input.</param>
/// <param name="LengthBytes">Its length when it was found. What is appended later is not counted.</param>
internal sealed record LogFile(string Name, long LengthBytes)
{
    /// <summary>The name of standard input.</summary>
    public const string StandardInput = "-";

    public bool IsStandardInput => Name == StandardInput;

    public Packing Packing => IsStandardInput ? Packing.Plain
        : Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Packing.Gzip
        : Name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? Packing.Zstandard
        : Packing.Plain;
}
