using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>A line that could not be counted.</summary>
/// <param name="File">The place of its file among the files.</param>
/// <param name="Offset">Its first byte in the file, unpacked.</param>
/// <param name="Reason">Why.</param>
/// <param name="Text">Its beginning, with personal data masked.</param>
internal sealed record Reject(int File, long Offset, RejectReason Reason, string Text);

/// <summary>Keeps the first rejected lines by file and offset, in whatever order they come.</summary>
internal sealed class FirstRejects(int capacity)
{
    // Made for the first one: most files have none.
    private PriorityQueue<Reject, (int File, long Offset)>? latestFirst;

    /// <summary>The kept lines, first one first.</summary>
    public IEnumerable<Reject> InOrder =>
        latestFirst is null ? [] : latestFirst.UnorderedItems.Select(item => item.Element).OrderBy(reject => (reject.File, reject.Offset));

    /// <summary>Keeps a line if it is among the first ones.</summary>
    public void Add(int file, long offset, RejectReason reason, ReadOnlySpan<byte> line)
    {
        if (capacity == 0)
            return;
        latestFirst ??= new(Comparer<(int File, long Offset)>.Create((left, right) => right.CompareTo(left)));
        if (latestFirst.Count == capacity)
        {
            latestFirst.TryPeek(out _, out var latest);
            if (latest.CompareTo((file, offset)) < 0)
                return;
            latestFirst.Dequeue();
        }

        latestFirst.Enqueue(new Reject(file, offset, reason, PersonalData.Mask(line)), (file, offset));
    }
}
