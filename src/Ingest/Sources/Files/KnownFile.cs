using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>A partition of an earlier run whose file was not found yet.</summary>
internal sealed record KnownFile(KnownPartition Known, FileFingerprint Fingerprint)
{
    public string Partition => Known.Descriptor.Partition;

    public string Location => Known.Descriptor.Location;
}
