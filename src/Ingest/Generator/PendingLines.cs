namespace RechargeMonitor.Ingest.Generator;

/// <summary>
/// The next line of every order under way, earliest first: a heap with four children a node, because half as many
/// levels miss the cache half as often. Equal times are ordered by day and number, so the stream is always the same.
/// </summary>
internal sealed class PendingLines
{
    private const int NumberBits = 40;
    private const int StepBits = 3;
    private const int Children = 4;

    private Entry[] entries = new Entry[1_024];

    public int Count { get; private set; }

    public long FirstTime => entries[0].Time;

    /// <summary>The day of the earliest line's order, as days since 1970-01-01.</summary>
    public int FirstDay => (int)(entries[0].Line >> (NumberBits + StepBits));

    public long FirstNumber => (entries[0].Line >> StepBits) & ((1L << NumberBits) - 1);

    public OrderStep FirstStep => (OrderStep)(entries[0].Line & ((1 << StepBits) - 1));

    public void Clear() => Count = 0;

    public void Add(long time, int day, long number, OrderStep step)
    {
        if (Count == entries.Length)
            Array.Resize(ref entries, Count * 2);

        var entry = new Entry(time, ((((long)day << NumberBits) | number) << StepBits) | (long)step);
        var hole = Count++;
        while (hole > 0)
        {
            var parent = (hole - 1) / Children;
            if (!entry.IsBefore(entries[parent]))
                break;
            entries[hole] = entries[parent];
            hole = parent;
        }

        entries[hole] = entry;
    }

    /// <summary>Puts the next line of the same order in the place of the earliest one.</summary>
    public void ReplaceFirst(long time, OrderStep step) =>
        Sink(new Entry(time, (entries[0].Line & ~((1L << StepBits) - 1)) | (long)step));

    public void RemoveFirst()
    {
        var last = entries[--Count];
        if (Count > 0)
            Sink(last);
    }

    private void Sink(Entry entry)
    {
        var heap = entries.AsSpan(0, Count);
        var hole = 0;
        while (true)
        {
            var first = (hole * Children) + 1;
            if (first >= heap.Length)
                break;

            var smallest = first;
            var end = Math.Min(first + Children, heap.Length);
            for (var child = first + 1; child < end; child++)
            {
                if (heap[child].IsBefore(heap[smallest]))
                    smallest = child;
            }

            if (!heap[smallest].IsBefore(entry))
                break;
            heap[hole] = heap[smallest];
            hole = smallest;
        }

        heap[hole] = entry;
    }

    /// <param name="Time">When the line is logged.</param>
    /// <param name="Line">Day, number and step in one word that sorts in this order.</param>
    private readonly record struct Entry(long Time, long Line)
    {
        public bool IsBefore(in Entry other) => Time < other.Time || (Time == other.Time && Line < other.Line);
    }
}
