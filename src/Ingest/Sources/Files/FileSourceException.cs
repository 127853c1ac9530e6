namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>Something that was named to be read cannot be read. The message is one line for the operator and names the path.</summary>
public sealed class FileSourceException(string message, Exception? innerException = null) : IOException(message, innerException);
