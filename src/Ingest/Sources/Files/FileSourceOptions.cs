namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>What a <see cref="FileSource"/> follows, and its patience.</summary>
public sealed class FileSourceOptions
{
    /// <summary>
    /// Files, folders (all files below, without hidden ones and <c>*.gz</c>, <c>*.zst</c>, <c>*.tmp</c>) and globs with
    /// <c>*</c>, <c>?</c> and <c>**</c>, absolute or relative to the working folder.
    /// </summary>
    public IReadOnlyList<string> Patterns { get; set; } = [];

    /// <summary>Folders that are not followed, whatever pattern or link leads there: the monitor's own data.</summary>
    public IReadOnlyList<string> LeftOut { get; set; } = [];

    /// <summary>How often folders are looked through, at the most.</summary>
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After this time without growth, a last line without LF that is a whole JSON object is handed over.</summary>
    public TimeSpan UnfinishedLineDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After this time without growth, a file that was rotated or deleted, or stands under a rotated name, is taken to be
    /// complete: longer than programs that buffer what they write go on writing to it.
    /// </summary>
    public TimeSpan RotatedFileDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>After this time without growth, a copy of a file that is still followed is a file of its own.</summary>
    public TimeSpan CopyDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A file that was not written to for this long is read after older ones instead of in turn with the others.</summary>
    public TimeSpan BacklogAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many files are kept open. Of more, those that are read to their end are opened again when they grow.</summary>
    public int MaxOpenFiles { get; set; } = 2048;

    /// <summary>How many partitions whose file is gone are remembered, in case that it comes back.</summary>
    public int MaxMissingFiles { get; set; } = 10_000;

    /// <summary>The size of the read buffer, in bytes; there is one for all files.</summary>
    public int BufferBytes { get; set; } = 1024 * 1024;
}
