namespace RechargeMonitor.Ingest.Sources.Reading;

/// <summary>What a read gave.</summary>
/// <param name="Bytes">Bytes of lines handed over, or of a long line scanned.</param>
/// <param name="More">Whether there is more to read at once.</param>
/// <param name="End">How far the bytes were seen; when there is no more, a read makes sense again once the log is longer.</param>
internal readonly record struct ReadResult(int Bytes, bool More, long End);
