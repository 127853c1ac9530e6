using RechargeMonitor.Ingest.Sources;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>A partition and its books.</summary>
/// <param name="Descriptor">As the source describes it now.</param>
/// <param name="Books">As it is stored.</param>
/// <param name="IsRewind">Whether it was open before.</param>
internal sealed record OpeningAnswer(PartitionDescriptor Descriptor, KnownPartition Books, bool IsRewind);
