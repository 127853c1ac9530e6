namespace RechargeMonitor.Ingest.Sources.Reading;

/// <summary>Bytes that are only appended to, read by their offset.</summary>
internal interface IByteLog
{
    /// <summary>The first offset that can be read.</summary>
    long Start { get; }

    /// <summary>Reads what is there at an offset; 0 when nothing is.</summary>
    int Read(long offset, Span<byte> buffer);
}
