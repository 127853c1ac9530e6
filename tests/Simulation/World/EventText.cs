using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>An event as a trace shows it: its batches, made only when somebody reads it.</summary>
internal sealed class EventText(TargetId target, byte[] payload)
{
    public override string ToString()
    {
        var batches = new List<string>();
        var reader = new BatchReader(target, payload);
        while (reader.TryNextBatch(out var head))
        {
            var count = 0;
            while (reader.TryNext(out _, out _))
                count++;
            batches.Add($"{head.Partition} [{head.PreviousEnd}, {head.End}) with {count}, {head.Committed} committed");
        }

        return string.Join("; ", batches);
    }
}
