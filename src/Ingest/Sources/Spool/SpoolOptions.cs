namespace RechargeMonitor.Ingest.Sources.Spool;

/// <summary>How a spool is written.</summary>
public sealed class SpoolOptions
{
    /// <summary>The folder that holds the segments. It must belong to one spool and one database.</summary>
    public string Folder { get; set; } = "";

    /// <summary>A segment ends with the line that reaches this many bytes.</summary>
    public long SegmentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How much is gathered before it is written without being asked to.</summary>
    public int BufferBytes { get; set; } = 128 * 1024;
}
