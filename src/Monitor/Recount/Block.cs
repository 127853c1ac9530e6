namespace RechargeMonitor.Monitor.Recount;

/// <summary>A run of whole lines in a worker's buffer, or one line that no buffer holds.</summary>
/// <param name="Offset">Where it begins in the source's unpacked bytes.</param>
/// <param name="Length">How many bytes of the buffer it takes.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct Block(long Offset, int Length, BlockKind Kind);

/// <summary>What a block is.</summary>
internal enum BlockKind
{
    /// <summary>Whole lines. At the end of a source the last one may have no ending.</summary>
    Lines,

    /// <summary>The beginning of a line that is longer than the buffer.</summary>
    TooLongLine,

    /// <summary>The beginning of a line that is longer than the buffer and nothing but white space.</summary>
    LongBlankLine,
}
