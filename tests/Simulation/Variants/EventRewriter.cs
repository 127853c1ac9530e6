using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Simulation;

/// <summary>Writes an event again with other heads on its batches.</summary>
internal static class EventRewriter
{
    /// <summary>What lies below a changed head's beginning is dropped, or counted there if <paramref name="keepsAll"/>.</summary>
    public static byte[] Rewrite(TargetId target, byte[] payload, Func<BatchHead, BatchHead> change, bool keepsAll = false)
    {
        var output = new FormWriter();
        output.WriteByte(payload[0]);
        var batch = new BatchWriter();
        var reader = new BatchReader(target, payload);
        while (reader.TryNextBatch(out var head))
        {
            var changed = change(head);
            batch.Start(changed.PreviousEnd);
            while (reader.TryNext(out var offset, out var notification))
            {
                if (keepsAll || offset >= changed.PreviousEnd)
                    batch.Add(target, Math.Max(offset, changed.PreviousEnd), notification);
            }

            batch.AppendTo(output, changed);
        }

        return output.ToArray();
    }
}
