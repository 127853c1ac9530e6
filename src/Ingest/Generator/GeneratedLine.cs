namespace RechargeMonitor.Ingest.Generator;

/// <summary>What one generated line is. The line itself is in the buffer that it was written to.</summary>
/// <param name="LogTime">When it is logged: milliseconds of China Standard wall time since 1970-01-01 00:00.</param>
/// <param name="LogFile">Which log it belongs to, an index into <see cref="LogFiles.Paths"/>.</param>
/// <param name="Day">The day on which its order starts.</param>
/// <param name="Order">The order's number within that day, from 0 in the order of the starts.</param>
/// <param name="Step">The call that it tells of; of a line that is not <see cref="LineKind.Counted"/>, the call whose line follows it.</param>
/// <param name="Kind">What a reader has to make of it.</param>
/// <param name="Length">Its length in bytes, ending included.</param>
public readonly record struct GeneratedLine(
    long LogTime, int LogFile, DateOnly Day, long Order, OrderStep Step, LineKind Kind, int Length);
