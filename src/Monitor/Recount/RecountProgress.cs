namespace RechargeMonitor.Monitor.Recount;

/// <summary>How far a recount is; workers add, a display reads.</summary>
internal sealed class RecountProgress
{
    private long bytes;
    private long lines;

    /// <summary>Bytes done, as they are on the disk.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Lines done.</summary>
    public long Lines => Interlocked.Read(ref lines);

    public void AddBytes(long count) => Interlocked.Add(ref bytes, count);

    public void AddLines(long count) => Interlocked.Add(ref lines, count);
}
