using Orleans.Serialization.Cloning;

namespace RechargeMonitor.Silo.Streams;

/// <summary>
/// Hands what a memory stream carries on as it is, from one grain of a process to another: it is written once and then only
/// read. Orleans' own copier copies byte by byte, twice for each event.
/// </summary>
/// <typeparam name="T">The element; memory streams have bytes.</typeparam>
internal sealed class SegmentCopier<T> : IDeepCopier<ArraySegment<T>>
    where T : unmanaged
{
    /// <inheritdoc/>
    public ArraySegment<T> DeepCopy(ArraySegment<T> input, CopyContext context) => input;
}
