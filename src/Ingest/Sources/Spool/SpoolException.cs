namespace RechargeMonitor.Ingest.Sources.Spool;

/// <summary>A spool that cannot be written or that is not the one that was read before. The message is one line for the operator.</summary>
public sealed class SpoolException(string message, Exception? innerException = null) : IOException(message, innerException);
